// Command runes walks UTF-8 text: range over strings, []rune, unicode and utf8 functions, Map.
package main

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

func reverse(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func palindromes(s string) (count int) {
	r := []rune(s)
	for center := range r {
		for i, j := center, center; i >= 0 && j < len(r) && r[i] == r[j]; i, j = i-1, j+1 {
			count++
		}
	}
	return count
}

func main() {
	sentence := "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich – 日本語テキスト、Ελληνικά, кириллица, 😀! \xff"
	text := strings.Repeat(sentence, 400)
	var letters, upper, spaces, wide, sum int
	for round := range 60 {
		for i, r := range text {
			switch {
			case unicode.IsUpper(r):
				upper++
			case unicode.IsLetter(r):
				letters++
			case unicode.IsSpace(r):
				spaces++
			}
			if r > 0xffff {
				wide += i & 1
			}
		}
		for b := text[round:]; len(b) > 0; {
			r, size := utf8.DecodeRuneInString(b)
			sum += int(r) ^ size
			b = b[size:]
		}
		backwards := reverse(text)
		sum += len(backwards) + utf8.RuneCountInString(backwards) + palindromes(text[:20000])
		mapped := strings.Map(func(r rune) rune {
			if unicode.IsPunct(r) {
				return -1
			}
			return unicode.ToUpper(r)
		}, text)
		sum += len(mapped)
		if utf8.ValidString(mapped) {
			sum++
		}
		var buffer []byte
		for _, r := range mapped {
			buffer = utf8.AppendRune(buffer, r)
		}
		sum += len(buffer)
	}
	fmt.Println(letters, upper, spaces, wide, sum)
}
