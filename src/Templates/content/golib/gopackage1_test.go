package gopackage1_test

import (
	"fmt"
	"testing"

	gopackage1 "example.com/go-name1"
)

func TestSum(t *testing.T) {
	for _, c := range []struct {
		numbers []int
		want    int
	}{
		{nil, 0},
		{[]int{1}, 1},
		{[]int{1, -2, 3}, 2},
	} {
		if got := gopackage1.Sum(c.numbers...); got != c.want {
			t.Errorf("Sum(%v) = %d, want %d", c.numbers, got, c.want)
		}
	}
}

func ExampleSum() {
	fmt.Println(gopackage1.Sum(1, 2, 3))
	// Output: 6
}
