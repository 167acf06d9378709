// Command textproc reads a log, filters it, counts and reports: bufio, strings, regexp, JSON and templates.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

type request struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Status int    `json:"status"`
	Millis int    `json:"ms,omitempty"`
}

type summary struct {
	Requests int            `json:"requests"`
	Failed   []request      `json:"failed"`
	ByPath   map[string]int `json:"by_path"`
	Slowest  request        `json:"slowest"`
}

var line = regexp.MustCompile(`^(\S+) \[(\d{2}:\d{2}:\d{2})\] "(GET|POST|PUT|DELETE) ([^ "?]+)[^"]*" (\d{3}) (\d+)ms$`)

const report = `{{define "row"}}{{printf "%-10s" .Path}} {{.Status}} {{.Millis}} ms{{end -}}
Requests: {{.Requests}}
{{range $i, $r := .Failed}}failed {{$i}}: {{template "row" $r}}
{{else}}none failed
{{end}}Slowest: {{template "row" .Slowest}}
`

func parse(name string) (summary, error) {
	s := summary{ByPath: map[string]int{}}
	file, err := os.Open(name)
	if err != nil {
		return s, err
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		text := strings.TrimSpace(scanner.Text())
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		m := line.FindStringSubmatch(text)
		if m == nil {
			return s, fmt.Errorf("%s: cannot read %q", name, text)
		}
		status, _ := strconv.Atoi(m[5])
		millis, _ := strconv.Atoi(m[6])
		r := request{Method: m[3], Path: m[4], Status: status, Millis: millis}
		s.Requests++
		s.ByPath[r.Path]++
		if r.Status >= 400 {
			s.Failed = append(s.Failed, r)
		}
		if r.Millis > s.Slowest.Millis {
			s.Slowest = r
		}
	}
	slices.SortStableFunc(s.Failed, func(a, b request) int { return b.Status - a.Status })
	return s, scanner.Err()
}

func main() {
	name := "access.log"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	s, err := parse(filepath.Clean(name))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err)
	}
	fmt.Println(string(text))
	var back summary
	if err := json.Unmarshal(text, &back); err != nil {
		panic(err)
	}
	if err := template.Must(template.New("report").Parse(report)).Execute(os.Stdout, back); err != nil {
		panic(err)
	}
	fmt.Println(strings.ToUpper(regexp.MustCompile(`[aeiou]+`).ReplaceAllString("regular expressions", "_")))
}
