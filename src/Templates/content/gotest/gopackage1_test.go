package gopackage1

import (
	"strings"
	"testing"
)

func TestFields(t *testing.T) {
	cases := map[string]int{"": 0, "one": 1, " one  two ": 2}
	for text, want := range cases {
		t.Run(text, func(t *testing.T) {
			if got := len(strings.Fields(text)); got != want {
				t.Errorf("%q has %d fields, want %d", text, got, want)
			}
		})
	}
}

func FuzzFields(f *testing.F) {
	f.Add(" one  two ")
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range strings.Fields(text) {
			if field == "" {
				t.Errorf("%q has an empty field", text)
			}
		}
	})
}

func BenchmarkFields(b *testing.B) {
	for b.Loop() {
		strings.Fields(" one  two ")
	}
}
