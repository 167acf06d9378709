// Command regexps matches, finds and replaces with package regexp.
package main

import (
	"fmt"
	"regexp"
	"strings"
)

func main() {
	var b strings.Builder
	for i := range 6000 {
		fmt.Fprintf(&b, "2026-%02d-%02d host%d: user%d@example.org did %x in %dms\n", i%12+1, i%28+1, i%17, i, i*7919, i*13%997)
	}
	text := b.String()
	date := regexp.MustCompile(`(\d{4})-(\d{2})-(\d{2})`)
	mail := regexp.MustCompile(`[a-z0-9.]+@[a-z]+\.(org|com)`)
	slow := regexp.MustCompile(`(?i)DID\s+([0-9a-f]+[02468ace])\s+in`)
	sum := 0
	for range 4 {
		for _, m := range date.FindAllStringSubmatchIndex(text, -1) {
			sum += m[0] ^ m[7]
		}
		sum += len(mail.ReplaceAllString(text, "<$1>"))
		for _, line := range strings.Split(text, "\n") {
			if m := slow.FindStringSubmatch(line); m != nil {
				sum += len(m[1])
			}
			if date.MatchString(line) {
				sum++
			}
		}
	}
	fmt.Println(sum)
}
