// Package paths takes paths with slashes apart.
package paths

import "strings"

// Split gives the parts of a path between slashes, without empty ones.
func Split(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}
