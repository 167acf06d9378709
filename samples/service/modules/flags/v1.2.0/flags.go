// Package flags reads a command line of the form COMMAND/PART --name=value ...
package flags

import (
	"fmt"
	"strings"

	"example.com/paths"
)

// Line is what a command line says.
type Line struct {
	Command []string
	values  map[string]string
}

// Parse reads a command line; names that are not known are errors.
func Parse(arguments []string, known ...string) (*Line, error) {
	line := &Line{values: map[string]string{}}
	for _, argument := range arguments {
		text, isFlag := strings.CutPrefix(argument, "--")
		if !isFlag {
			line.Command = append(line.Command, paths.Split(argument)...)
			continue
		}
		name, value, _ := strings.Cut(text, "=")
		if !contains(known, name) {
			return nil, fmt.Errorf("unknown flag --%s", name)
		}
		line.values[name] = value
	}
	return line, nil
}

// Text is a flag's value, or the other one where it was not given.
func (l *Line) Text(name, otherwise string) string {
	if value, ok := l.values[name]; ok {
		return value
	}
	return otherwise
}

func contains(list []string, text string) bool {
	for _, item := range list {
		if item == text {
			return true
		}
	}
	return false
}
