"""Feeds of each format, written for the tests."""

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>
<title>The Example Post &amp;amp; Mail</title><link>/world?utm_source=rss</link>
<description>News</description>
<item>
  <title><![CDATA[New US command in Japan: &ldquo;three <b>stars</b>&rdquo;]]></title>
  <link>https://feeds.example/~r/post/1</link>
  <feedburner:origLink>https://post.example/world/command?page=2&amp;utm_source=rss</feedburner:origLink>
  <guid isPermaLink="false">7</guid>
  <pubDate>Sun, 28 Jul 2024 09:00:00 +0900</pubDate>
  <dc:creator>Ada Writer</dc:creator><dc:creator>Ben Reporter</dc:creator>
  <description>&lt;p&gt;Officials in Tokyo &amp;amp; Washington agreed.&lt;/p&gt;
  &lt;img src=x&gt;</description>
  <content:encoded><![CDATA[<p>First paragraph,
   with <b>bold</b> words.</p><script>alert(1)</script><h2>Second</h2>
   <figure><img src=x><figcaption>A photo</figcaption></figure><table><tr><th>Country</th>
   <th>Troops</th></tr><tr><td>Japan</td><td>54,000</td></tr></table>]]></content:encoded>
</item>
<item><title>Only a guid</title><guid>https://post.example/old/2</guid>
  <pubDate>Seg, 24 Set 2018 19:42:40 -0300</pubDate></item>
<item><title>No address at all</title></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/">
<title type="text">Example &lt; Post</title><link href="/"/>
<link rel="self" href="https://post.example/feeds/all.xml"/>
<author><name>The Desk</name></author>
<entry xml:base="/base/"><title type="html">Bread &amp;amp; &lt;i&gt;butter&lt;/i&gt;</title>
  <link rel="enclosure" href="a.mp3"/><link rel="alternate" href="a"/>
  <id>tag:post.example,2024:1</id>
  <published>2024-07-28T10:00:00+09:00</published><updated>2024-07-29T00:00:00Z</updated>
  <author><name>Ada Writer</name><email>ada@post.example</email></author>
  <summary>A summary.</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>First.</p><p>Second &amp;
  last.</p></div></content></entry>
<entry><link href="https://post.example/b"/><updated>2024-07-30T00:00:00Z</updated>
  <content type="text">Plain text.
  Its &lt;b&gt;second&lt;/b&gt; line.</content></entry>
</feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://post.example/"><title>Old Post</title>
<link>https://post.example/</link></channel>
<item rdf:about="https://post.example/a"><title>First</title><link>https://post.example/a</link>
<dc:date>2004-07-28T09:00:00Z</dc:date><dc:creator>Ada Writer</dc:creator></item></rdf:RDF>"""

ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Older Post</title>
<link rel="alternate" type="text/html" href="https://post.example/"/>
<entry><title>First</title><link rel="alternate" type="text/html" href="https://post.example/a"/>
<issued>2004-07-28T09:00:00Z</issued></entry></feed>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "The Example Post",
"items": [{"id": "1", "url": "https://post.example/a", "title": "First",
"content_html": "<p>Words &amp; more</p>", "date_published": "2024-07-28T09:00:00Z",
"authors": [{"name": "Ada Writer"}]}]}"""

SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>
<loc>https://post.example/a</loc><lastmod>2024-07-28</lastmod><news:news>
<news:publication_date>2024-07-28T09:00:00Z</news:publication_date>
<news:title>First &amp; last</news:title></news:news></url></urlset>"""
