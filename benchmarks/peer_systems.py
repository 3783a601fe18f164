"""One system, as its own documentation uses it → what indexing and asking cost, as JSON lines.

    python benchmarks/peer_systems.py SYSTEM index|ask SETTING.json FOLDER

peers.py starts it, a fresh process for each phase; the setting holds articles, questions, the
model's folder and the passages' size. The phases print what they took in seconds, of the clock and
of the processors.
"""

import json
import resource
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

BEGAN = time.perf_counter()
FOUND = 10  # passages a question
QUOTED = 20  # questions that are answered to the quotes: the reader takes its time


class System(ABC):
    """One index in one folder. Imports stand in the methods: they are a part of a cold start."""

    packages: tuple[str, ...]

    def __init__(self, setting: dict[str, Any], folder: Path) -> None:
        self.model, self.size, self.folder = setting["model"], setting["characters"], folder

    @abstractmethod
    def load(self) -> None:
        """Imports what indexing needs, and the model."""

    @abstractmethod
    def index(self, articles: Sequence[dict[str, str]]) -> int:
        """Articles to an index on the disk; how many passages."""

    @abstractmethod
    def open(self) -> None:
        """The index and the model, ready to be asked."""

    @abstractmethod
    def retrieve(self, question: str) -> list[str]:
        """The articles' ids of the passages found, best first."""

    quote: Callable[[str], object] | None = None  # question to quotes, where a system has them


def metadata(article: dict[str, str]) -> dict[str, str]:
    """What every system is told beside the text."""
    return {key: article.get(key) or "" for key in ("id", "title", "source", "date")}


def text(article: dict[str, str]) -> str:
    """The document: the headline and what is below it."""
    return f"{article['title']}\n\n{article['text']}"


class LangChain(System):
    """python.langchain.com: a recursive splitter, HuggingFaceEmbeddings, Chroma."""

    packages = ("langchain-core", "langchain-chroma", "langchain-huggingface", "chromadb")

    def load(self) -> None:
        """The model."""
        from langchain_huggingface import HuggingFaceEmbeddings

        self.embeddings = HuggingFaceEmbeddings(model_name=self.model)

    def index(self, articles: Sequence[dict[str, str]]) -> int:
        """Splits, embeds and stores in Chroma."""
        from langchain_chroma import Chroma
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=self.size, chunk_overlap=0)
        documents = [Document(page_content=text(a), metadata=metadata(a)) for a in articles]
        splits = splitter.split_documents(documents)
        Chroma.from_documents(splits, self.embeddings, persist_directory=str(self.folder))
        return len(splits)

    def open(self) -> None:
        """The store, from its folder."""
        from langchain_chroma import Chroma

        self.load()
        self.store = Chroma(embedding_function=self.embeddings, persist_directory=str(self.folder))

    def retrieve(self, question: str) -> list[str]:
        """By meaning."""
        return [d.metadata["id"] for d in self.store.similarity_search(question, k=FOUND)]


class LlamaIndex(System):
    """docs.llamaindex.ai: a sentence splitter, VectorStoreIndex with its own store."""

    packages = ("llama-index-core", "llama-index-embeddings-huggingface")

    def load(self) -> None:
        """The model."""
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self.embed = HuggingFaceEmbedding(model_name=self.model)

    def index(self, articles: Sequence[dict[str, str]]) -> int:
        """Splits, embeds and persists; it embeds a document's metadata with each passage."""
        from llama_index.core import Document, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        documents = [Document(text=text(a), metadata=metadata(a)) for a in articles]
        # Its splitter counts tokens, four characters each in English.
        splitter = SentenceSplitter(chunk_size=self.size // 4, chunk_overlap=0)
        nodes = splitter.get_nodes_from_documents(documents)
        index = VectorStoreIndex(nodes, embed_model=self.embed)
        index.storage_context.persist(str(self.folder))
        return len(nodes)

    def open(self) -> None:
        """The store, from its folder."""
        from llama_index.core import StorageContext, load_index_from_storage

        self.load()
        context = StorageContext.from_defaults(persist_dir=str(self.folder))
        index = load_index_from_storage(context, embed_model=self.embed)
        self.retriever = index.as_retriever(similarity_top_k=FOUND)

    def retrieve(self, question: str) -> list[str]:
        """By meaning."""
        return [found.node.metadata["id"] for found in self.retriever.retrieve(question)]


class Haystack(System):
    """docs.haystack.deepset.ai: a splitter, an embedder and InMemoryDocumentStore in pipelines."""

    packages = ("haystack-ai", "sentence-transformers-haystack")

    def load(self) -> None:
        """The model."""
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        self.embedder = SentenceTransformersDocumentEmbedder(
            model=self.model, meta_fields_to_embed=["title"], progress_bar=False
        )
        self.embedder.warm_up()

    def index(self, articles: Sequence[dict[str, str]]) -> int:
        """The indexing pipeline, saved to a file."""
        from haystack import Document, Pipeline
        from haystack.components.preprocessors import RecursiveDocumentSplitter
        from haystack.components.writers import DocumentWriter
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore()
        pipeline = Pipeline()
        # Without its separator "sentence", which needs NLTK's data from the network.
        splitter = RecursiveDocumentSplitter(
            split_length=self.size, split_unit="char", separators=["\n\n", "\n", r"\. ", " "]
        )
        pipeline.add_component("splitter", splitter)
        pipeline.add_component("embedder", self.embedder)
        pipeline.add_component("writer", DocumentWriter(store))
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        documents = [
            Document(content=a["text"], meta={**metadata(a), "article": a["id"]}) for a in articles
        ]
        pipeline.run({"splitter": {"documents": documents}})
        store.save_to_disk(str(self.folder / "store.json"))
        return int(store.count_documents())

    def open(self) -> None:
        """The query pipeline over the saved store."""
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        store = InMemoryDocumentStore.load_from_disk(str(self.folder / "store.json"))
        embedder = SentenceTransformersTextEmbedder(model=self.model, progress_bar=False)
        embedder.warm_up()
        self.pipeline = Pipeline()
        self.pipeline.add_component("embedder", embedder)
        self.pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=FOUND))
        self.pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def retrieve(self, question: str) -> list[str]:
        """By meaning."""
        found = self.pipeline.run({"embedder": {"text": question}})
        return [document.meta["article"] for document in found["retriever"]["documents"]]


class Txtai(System):
    """neuml.github.io/txtai: its segmentation with a chunker, Embeddings with content."""

    packages = ("txtai", "chonkie", "faiss-cpu")

    def load(self) -> None:
        """The model."""
        from txtai import Embeddings

        self.embeddings = Embeddings(path=self.model, content=True)

    def index(self, articles: Sequence[dict[str, str]]) -> int:
        """Chunks and indexes, saved to its folder."""
        from txtai.pipeline import Segmentation

        chunks = Segmentation(chunker="recursive", chunk_size=self.size, tokenizer="character")
        rows = [
            {"text": f"{a['title']}\n{chunk}", "article": a["id"]}
            for a in articles
            for chunk in chunks(a["text"])
        ]
        self.embeddings.index(rows)
        self.embeddings.save(str(self.folder))
        return len(rows)

    def open(self) -> None:
        """The index, from its folder."""
        from txtai import Embeddings

        self.embeddings = Embeddings()
        self.embeddings.load(str(self.folder))

    def retrieve(self, question: str) -> list[str]:
        """By meaning; the SQL form gives the article's id with each row."""
        rows = self.embeddings.search(
            "select article from txtai where similar(:question)",
            limit=FOUND,
            parameters={"question": question},
        )
        return [row["article"] for row in rows]


class Pullquote(System):
    """`pullquote reindex` of a story, and the bot's search."""

    packages = ("pullquote", "chromadb")

    def load(self) -> None:
        """The model that the settings choose when nothing is set."""
        from retrieval.embedding import load_embedder
        from retrieval.models import choose_model

        self.choice = choose_model("")
        # Beside the data, not in it: what is converted for a processor is converted once.
        self.embedder = load_embedder(self.choice, cache=self.folder.parent / "models")

    def index(self, articles: Sequence[dict[str, str]]) -> int:
        """A corpus of one file, reindexed as at the terminal, published and checked."""
        from contextlib import closing
        from datetime import UTC, datetime

        from adapters.storage.catalog import open_catalog
        from adapters.storage.reindex import reindex

        story = self.folder / "corpus" / "peers"
        story.mkdir(parents=True)
        (story / "story.toml").write_text('title = "News"\nsummary = "All of it."\n')
        lines = [
            json.dumps(
                {
                    **{key: a[key] for key in ("id", "title", "text")},
                    "url": f"https://news.example/{a['id']}",
                    "source": a.get("source") or "The Wire",
                    "authors": [],
                    "published": (a.get("date") or "2023-11-01")[:10],
                }
            )
            for a in articles
        ]
        (story / "articles.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        data = self.folder / "data"
        with closing(open_catalog(None, data)) as catalog:
            report = reindex(
                story.parent,
                data,
                catalog,
                self.choice.id,
                lambda: self.embedder,
                datetime.now(UTC),
            )
            assert not report.problems, report.problems[:3]
            return report.embedded + report.reused

    def open(self) -> None:
        """The served index, as the bot opens it."""
        from contextlib import ExitStack

        from adapters.storage.catalog import open_catalog
        from adapters.storage.serving import ServedIndex
        from retrieval.reader import load_reader
        from retrieval.search import Search

        self.load()
        self.catalog = open_catalog(None, self.folder / "data")
        self.search = Search(self.embedder, self.catalog)
        self.reading = Search(self.embedder, self.catalog, load_reader())
        stack = ExitStack()
        served = ServedIndex(self.catalog, self.folder / "data", self.choice.id, follow=False)
        self.generation = stack.enter_context(stack.enter_context(served).current())
        self.stack = stack

    def retrieve(self, question: str) -> list[str]:
        """What is found before anything is read: both retrievers, fused, looked up."""
        from retrieval.search import LOOKED_UP, _sought

        sought = _sought(question, self.generation, None, None, (), "")
        query = sought.query(sought.asked.timeless)
        embedding = self.embedder.embed_question(query.spelt_out)
        fused = self.search._fused(sought, query, embedding)
        found = self.search._looked_up(sought, fused, LOOKED_UP)
        return [candidate.article.id for candidate in found[:FOUND]]

    def quote(self, question: str) -> object:  # type: ignore[override]
        """With the reader."""
        return self.reading.find(question, self.generation)


SYSTEMS: dict[str, type[System]] = {
    "Pullquote": Pullquote,
    "LangChain + Chroma": LangChain,
    "LlamaIndex": LlamaIndex,
    "Haystack": Haystack,
    "txtai": Txtai,
}


def processor_seconds() -> float:
    """Of this process and of what it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def timed(do: Callable[[str], Any], questions: Sequence[str]) -> tuple[list[float], list[Any]]:
    """Seconds of each, and what came of it."""
    took, came = [], []
    for question in questions:
        began = time.perf_counter()
        came.append(do(question))
        took.append(time.perf_counter() - began)
    return took, came


def indexed(system: System, setting: dict[str, Any]) -> dict[str, Any]:
    """What indexing took, without imports and the model's loading."""
    system.folder.mkdir(parents=True)
    system.load()
    began, worked = time.perf_counter(), processor_seconds()
    passages = system.index(setting["articles"])
    return {
        "passages": passages,
        "seconds": time.perf_counter() - began,
        "processor": processor_seconds() - worked,
    }


def asked(system: System, setting: dict[str, Any]) -> dict[str, Any]:
    """From the start of the process to what the first question finds, and each question then."""
    questions = [question["text"] for question in setting["questions"]]
    system.open()
    system.retrieve(questions[0])
    cold = time.perf_counter() - BEGAN
    cold_processor = processor_seconds()
    took, found = timed(system.retrieve, questions)
    processor = processor_seconds() - cold_processor
    answers = timed(system.quote, questions[:QUOTED])[0] if system.quote else []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "cold": cold,
        "cold_processor": cold_processor,
        "took": took,
        "processor": processor,
        "answers": answers,
        "found": found,
        "peak": peak,
    }


def main() -> None:
    """Does what the command line says."""
    name, phase, path, folder = sys.argv[1:]
    setting = json.loads(Path(path).read_text(encoding="utf-8"))
    system = SYSTEMS[name](setting, Path(folder))
    result = indexed(system, setting) if phase == "index" else asked(system, setting)
    result["versions"] = {package: version(package) for package in system.packages}
    print("\n" + json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
