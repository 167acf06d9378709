// Converts a small dialect of Markdown to HTML, line by line and span by span.
package main

import (
	"fmt"
	"hash/fnv"
	"strings"
)

type converter struct {
	out    strings.Builder
	inList bool
	inCode bool
}

func (c *converter) closeList() {
	if c.inList {
		c.out.WriteString("</ul>\n")
		c.inList = false
	}
}

func (c *converter) spans(s string) {
	bold, italic := false, false
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "**"):
			i++
			bold = !bold
			if bold {
				c.out.WriteString("<b>")
			} else {
				c.out.WriteString("</b>")
			}
		case s[i] == '*':
			italic = !italic
			if italic {
				c.out.WriteString("<i>")
			} else {
				c.out.WriteString("</i>")
			}
		case s[i] == '[':
			middle := strings.Index(s[i:], "](")
			end := strings.IndexByte(s[i:], ')')
			if middle < 0 || end < middle {
				c.out.WriteByte('[')
				continue
			}
			fmt.Fprintf(&c.out, "<a href=%q>", s[i+middle+2:i+end])
			c.spans(s[i+1 : i+middle])
			c.out.WriteString("</a>")
			i += end
		case s[i] == '<':
			c.out.WriteString("&lt;")
		case s[i] == '&':
			c.out.WriteString("&amp;")
		default:
			c.out.WriteByte(s[i])
		}
	}
}

func (c *converter) line(s string) {
	if s == "```" {
		c.inCode = !c.inCode
		c.out.WriteString(map[bool]string{true: "<pre>", false: "</pre>"}[c.inCode])
		return
	}
	if c.inCode {
		c.out.WriteString(strings.ReplaceAll(s, "<", "&lt;"))
		c.out.WriteByte('\n')
		return
	}
	if rest, ok := strings.CutPrefix(s, "- "); ok {
		if !c.inList {
			c.out.WriteString("<ul>\n")
			c.inList = true
		}
		c.out.WriteString("<li>")
		c.spans(rest)
		c.out.WriteString("</li>\n")
		return
	}
	c.closeList()
	level := 0
	for level < len(s) && level < 6 && s[level] == '#' {
		level++
	}
	if level > 0 {
		fmt.Fprintf(&c.out, "<h%d>", level)
		c.spans(strings.TrimSpace(s[level:]))
		fmt.Fprintf(&c.out, "</h%d>\n", level)
	} else if s != "" {
		c.out.WriteString("<p>")
		c.spans(s)
		c.out.WriteString("</p>\n")
	}
}

const document = "# Title of *the* page\n\nSome **bold text**, some *slanted*, a [link **here**](https://example.com/a?b&c) and a < b & c.\n" +
	"- first point, rather short\n- second point with `code` and **bold**\n- third [x](y)\n\n## Code\n```\nif a < b { return }\nfor {\n}\n```\n" +
	"A last paragraph which has nothing in it that is special, but is long enough to be read byte by byte for a while.\n"

func main() {
	hash := fnv.New64a()
	size := 0
	for range 50_000 {
		var c converter
		for line := range strings.Lines(document) {
			c.line(strings.TrimSuffix(line, "\n"))
		}
		c.closeList()
		size += c.out.Len()
		hash.Write([]byte(c.out.String()[:64]))
	}
	fmt.Println(size, hash.Sum64())
}
