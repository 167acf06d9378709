// Command hello greets.
package main

import "fmt"

func main() {
	fmt.Println("Hello from Go, built by .NET!")
}
