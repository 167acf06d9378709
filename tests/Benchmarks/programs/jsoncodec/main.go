// Command jsoncodec encodes and decodes records with encoding/json: reflection.
package main

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
)

type address struct {
	Street string `json:"street"`
	Number int    `json:"number"`
}

type person struct {
	Name     string             `json:"name"`
	Age      int                `json:"age,omitempty"`
	Tags     []string           `json:"tags"`
	Home     *address           `json:"home"`
	Scores   map[string]float64 `json:"scores"`
	Verified bool               `json:"verified"`
}

func people(n int) []person {
	list := make([]person, n)
	for i := range list {
		list[i] = person{
			Name:     fmt.Sprintf("person <%d>", i),
			Age:      i % 90,
			Tags:     []string{"a", "b\n", fmt.Sprint("tag", i%7)},
			Home:     &address{"Long Street", i},
			Scores:   map[string]float64{"x": float64(i) / 8, "y": -1.5e-7},
			Verified: i%3 == 0,
		}
	}
	return list
}

func main() {
	list := people(1000)
	var sum uint32
	for range 30 {
		data, err := json.Marshal(list)
		if err != nil {
			panic(err)
		}
		sum = sum*31 + crc32.ChecksumIEEE(data)
		list = nil
		if err := json.Unmarshal(data, &list); err != nil {
			panic(err)
		}
	}
	var free any
	data, _ := json.MarshalIndent(list[:100], "", "  ")
	for range 30 {
		if err := json.Unmarshal(data, &free); err != nil {
			panic(err)
		}
	}
	fmt.Println(sum, len(data), len(free.([]any)))
}
