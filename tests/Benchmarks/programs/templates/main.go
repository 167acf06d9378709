// A template engine: text with {{fields}}, {{if}} and {{range}}, parsed once and executed on maps.
package main

import (
	"fmt"
	"strings"
)

type node interface {
	write(b *strings.Builder, data map[string]any)
}

type text string
type field []string
type condition struct {
	on      string
	yes, no []node
}
type loop struct {
	over, as string
	body     []node
}

func lookup(data map[string]any, path []string) any {
	var v any = data
	for _, name := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[name]
	}
	return v
}

func (t text) write(b *strings.Builder, _ map[string]any) { b.WriteString(string(t)) }

func (f field) write(b *strings.Builder, data map[string]any) {
	switch v := lookup(data, f).(type) {
	case string:
		for _, r := range v {
			switch r {
			case '<':
				b.WriteString("&lt;")
			case '>':
				b.WriteString("&gt;")
			case '&':
				b.WriteString("&amp;")
			default:
				b.WriteRune(r)
			}
		}
	case int:
		fmt.Fprintf(b, "%d", v)
	case nil:
	default:
		fmt.Fprint(b, v)
	}
}

func writeAll(b *strings.Builder, nodes []node, data map[string]any) {
	for _, n := range nodes {
		n.write(b, data)
	}
}

func (c *condition) write(b *strings.Builder, data map[string]any) {
	if v, _ := data[c.on].(bool); v {
		writeAll(b, c.yes, data)
	} else {
		writeAll(b, c.no, data)
	}
}

func (l *loop) write(b *strings.Builder, data map[string]any) {
	items, _ := data[l.over].([]any)
	for _, item := range items {
		data[l.as] = item
		writeAll(b, l.body, data)
	}
	delete(data, l.as)
}

// parse reads up to an end of its block, whose word it returns.
func parse(s string) (nodes []node, end, rest string) {
	for {
		before, after, found := strings.Cut(s, "{{")
		if before != "" {
			nodes = append(nodes, text(before))
		}
		if !found {
			return nodes, "", ""
		}
		action, tail, _ := strings.Cut(after, "}}")
		words := strings.Fields(action)
		s = tail
		switch words[0] {
		case "if":
			c := &condition{on: words[1]}
			c.yes, end, s = parse(s)
			if end == "else" {
				c.no, _, s = parse(s)
			}
			nodes = append(nodes, c)
		case "range":
			l := &loop{over: words[1], as: words[2]}
			l.body, _, s = parse(s)
			nodes = append(nodes, l)
		case "else", "end":
			return nodes, words[0], s
		default:
			nodes = append(nodes, field(strings.Split(words[0], ".")))
		}
	}
}

const page = `<h1>{{title}}</h1>{{if admin}}<b>{{user.name}}</b>{{else}}<i>{{user.name}} ({{user.age}})</i>{{end}}
<ul>{{range items item}}<li class="{{item.kind}}">{{item.name}}: {{item.count}} of {{item.note}}</li>
{{end}}</ul>{{footer}}`

func main() {
	nodes, _, _ := parse(page)
	var items []any
	for i := range 30 {
		items = append(items, map[string]any{"kind": "row", "name": fmt.Sprint("item <", i, ">"), "count": i * 17, "note": "a & b"})
	}
	size, sum := 0, 0
	for i := range 9000 {
		data := map[string]any{"title": "Stock", "admin": i%3 == 0, "items": items, "footer": nil,
			"user": map[string]any{"name": "Ann", "age": i % 90}}
		var b strings.Builder
		writeAll(&b, nodes, data)
		out := b.String()
		size += len(out)
		for j := 0; j < len(out); j += 97 {
			sum = sum*33 + int(out[j])
		}
	}
	fmt.Println(size, sum)
}
