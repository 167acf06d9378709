// Command formatting formats and parses numbers: strconv and fmt.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

type pair struct {
	Name  string
	Value float64
}

func (p *pair) String() string { return p.Name + "=" + strconv.FormatFloat(p.Value, 'g', 6, 64) }

func main() {
	sum := 0
	var buffer []byte
	for i := range 1_000_000 {
		buffer = strconv.AppendInt(buffer[:0], int64(i)*7919, 10)
		n, err := strconv.ParseInt(string(buffer), 10, 64)
		if err != nil {
			panic(err)
		}
		sum += int(n) & 0xff
	}
	for i := range 400_000 {
		buffer = strconv.AppendFloat(buffer[:0], float64(i)/7, 'g', -1, 64)
		f, err := strconv.ParseFloat(string(buffer), 64)
		if err != nil {
			panic(err)
		}
		sum += int(f) + len(buffer)
	}
	var b strings.Builder
	for i := range 150_000 {
		b.Reset()
		p := &pair{"x", float64(i) * 0.25}
		fmt.Fprintf(&b, "%5d|%-8s|%08.3f|%x|%v|%q|%t|%+v\n", i, "name", p.Value, i*31, p, "quo\"te", i&1 == 0, *p)
		sum += b.Len()
		sum += len(fmt.Sprint(i, "a", 1.5, []int{i, 2}, map[string]int{"k": i}))
	}
	for i := range 100_000 {
		var a int
		var w string
		if n, err := fmt.Sscanf("7 word", "%d %s", &a, &w); err != nil || n != 2 {
			panic(err)
		}
		sum += a + len(w) + i&1
	}
	fmt.Println(sum)
}
