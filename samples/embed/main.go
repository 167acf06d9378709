// Command embed carries its files inside the program.
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed assets/motto.txt
var motto string

//go:embed assets/motto.txt
var raw []byte

//go:embed assets
var files embed.FS

func main() {
	fmt.Print("motto: ", motto)
	raw[0] = 'g' // a byte slice is the program's own copy
	fmt.Print("bytes: ", string(raw))
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			fmt.Println(path + "/")
			return nil
		}
		content, err := files.ReadFile(path)
		fmt.Printf("%s: %s\n", path, strings.TrimSpace(string(content)))
		return err
	})
	if err != nil {
		panic(err)
	}
	_, err = files.ReadFile("assets/missing.txt")
	fmt.Println(err)
}
