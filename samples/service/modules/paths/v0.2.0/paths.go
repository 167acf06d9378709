// Package paths takes paths with slashes apart.
package paths

import "strings"

// Split gives the parts of a path between slashes, without empty ones.
func Split(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}

// Match compares a path with a pattern whose parts in braces stand for one part each, and gives what these stand for.
func Match(pattern, path string) (map[string]string, bool) {
	wanted, given := Split(pattern), Split(path)
	if len(wanted) != len(given) {
		return nil, false
	}
	values := map[string]string{}
	for i, part := range wanted {
		if name, ok := strings.CutPrefix(part, "{"); ok && strings.HasSuffix(name, "}") {
			values[strings.TrimSuffix(name, "}")] = given[i]
		} else if part != given[i] {
			return nil, false
		}
	}
	return values, true
}
