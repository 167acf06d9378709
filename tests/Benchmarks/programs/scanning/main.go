// Command scanning reads lines and words with bufio, bytes and io, and writes them back.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strconv"
)

func input() []byte {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	x := uint32(3)
	for i := range 120_000 {
		x = x*1664525 + 1013904223
		w.WriteString("line ")
		w.Write(strconv.AppendInt(nil, int64(i), 10))
		w.WriteByte('\t')
		w.WriteString(strconv.FormatUint(uint64(x), 36))
		w.WriteString(",field,")
		w.WriteString(strconv.Itoa(int(x >> 16)))
		w.WriteByte('\n')
	}
	w.Flush()
	return b.Bytes()
}

func main() {
	data := input()
	lines, words, sum := 0, 0, 0
	var out bytes.Buffer
	for range 6 {
		scanner := bufio.NewScanner(bytes.NewReader(data))
		for scanner.Scan() {
			line := scanner.Bytes()
			lines++
			if fields := bytes.Split(line, []byte(",")); len(fields) == 3 {
				n, _ := strconv.Atoi(string(fields[2]))
				sum += n
			}
			if i := bytes.IndexByte(line, '\t'); i >= 0 {
				out.Write(line[i+1:])
			}
		}
		scanner = bufio.NewScanner(bytes.NewReader(data))
		scanner.Split(bufio.ScanWords)
		for scanner.Scan() {
			words += len(scanner.Text())
		}
		reader := bufio.NewReaderSize(bytes.NewReader(data), 512)
		for {
			b, err := reader.ReadByte()
			if err == io.EOF {
				break
			}
			if b == 'z' {
				sum++
			}
		}
		sum += bytes.Count(out.Bytes(), []byte("field")) + len(bytes.ToUpper(data))
		out.Reset()
	}
	fmt.Println(lines, words, sum)
}
