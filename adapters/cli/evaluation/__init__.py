"""`pullquote eval`: how well search, quotes and abstention do on questions with known answers."""

from adapters.cli.evaluation.report import as_json, print_evaluation
from adapters.cli.evaluation.run import Evaluation, evaluate

__all__ = ["Evaluation", "as_json", "evaluate", "print_evaluation"]
