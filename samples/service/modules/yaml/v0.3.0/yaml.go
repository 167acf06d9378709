// Package yaml reads a small part of YAML: maps and lists by indentation, with texts in them.
package yaml

import (
	"fmt"
	"strings"
)

// Node is a text, a list or a map.
type Node struct {
	Text   string
	Items  []*Node
	Names  []string
	values map[string]*Node
}

// Get follows names into maps; nil if there is nothing.
func (n *Node) Get(names ...string) *Node {
	for _, name := range names {
		if n == nil {
			return nil
		}
		n = n.values[name]
	}
	return n
}

type line struct {
	number, indent int
	text           string
}

// Parse reads a document.
func Parse(document string) (*Node, error) {
	var lines []line
	for i, raw := range strings.Split(document, "\n") {
		text := strings.TrimSpace(raw)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		lines = append(lines, line{i + 1, len(raw) - len(strings.TrimLeft(raw, " ")), text})
	}
	node := &Node{}
	rest, err := node.read(lines, 0)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("yaml: line %d: unexpected indentation", rest[0].number)
	}
	return node, err
}

// read takes the lines of one indentation, and those below each of them.
func (n *Node) read(lines []line, indent int) ([]line, error) {
	for len(lines) > 0 && lines[0].indent == indent {
		first := lines[0]
		lines = lines[1:]
		if item, ok := strings.CutPrefix(first.text, "- "); ok {
			n.Items = append(n.Items, &Node{Text: item})
			continue
		}
		name, _, ok := strings.Cut(first.text, ":")
		if !ok {
			return nil, fmt.Errorf("yaml: line %d: no colon", first.number)
		}
		value := &Node{}
		if n.values == nil {
			n.values = map[string]*Node{}
		}
		n.values[name] = value
		n.Names = append(n.Names, name)
		if len(lines) > 0 && lines[0].indent > indent {
			var err error
			if lines, err = value.read(lines, lines[0].indent); err != nil {
				return nil, err
			}
		}
	}
	return lines, nil
}
