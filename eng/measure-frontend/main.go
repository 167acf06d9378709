// Parses and type-checks the packages of a list with Go's own go/parser and go/types: the other side of eng/measure-frontend.sh.
// Each line of the list is an import path and the package's files, separated by tabs; dependencies come first.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"strconv"
	"strings"
	"syscall"
)

type source struct {
	path  string
	names []string
	texts [][]byte
}

func main() {
	packages := read(os.Args[1])
	rounds, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	parse, both := -1.0, -1.0
	for i := 0; i < rounds; i++ {
		start := cpu()
		for _, p := range packages {
			parseAll(p, token.NewFileSet())
		}
		parse = smaller(parse, cpu()-start)
		start = cpu()
		check(packages)
		both = smaller(both, cpu()-start)
	}
	fmt.Printf("%.3f %.3f\n", parse, both-parse)
}

func smaller(a, b float64) float64 {
	if a < 0 || b < a {
		return b
	}
	return a
}

func read(list string) []source {
	file, err := os.Open(list)
	if err != nil {
		panic(err)
	}
	defer file.Close()
	var packages []source
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\t")
		p := source{path: parts[0], names: parts[1:]}
		for _, name := range p.names {
			text, err := os.ReadFile(name)
			if err != nil {
				panic(err)
			}
			p.texts = append(p.texts, text)
		}
		packages = append(packages, p)
	}
	return packages
}

func parseAll(p source, set *token.FileSet) []*ast.File {
	files := make([]*ast.File, len(p.names))
	for i, name := range p.names {
		file, err := parser.ParseFile(set, name, p.texts[i], parser.SkipObjectResolution)
		if err != nil {
			panic(err)
		}
		files[i] = file
	}
	return files
}

type known map[string]*types.Package

func (k known) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := k[path]; p != nil {
		return p, nil
	}
	if p := k["vendor/"+path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func check(packages []source) {
	done := known{}
	for _, p := range packages {
		set := token.NewFileSet()
		files := parseAll(p, set)
		config := types.Config{Importer: done, Sizes: types.SizesFor("gc", "amd64"), GoVersion: "go1.27", Error: func(err error) { panic(err) }}
		info := types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, FileVersions: map[*ast.File]string{},
		}
		result, err := config.Check(p.path, set, files, &info)
		if err != nil {
			panic(err)
		}
		done[p.path] = result
	}
}

// cpu is user and system time of the process, in seconds.
func cpu() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Sec+usage.Stime.Sec) + float64(usage.Utime.Usec+usage.Stime.Usec)/1e6
}
