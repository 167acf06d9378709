package main

import (
	"fmt"
	"reflect"
	"runtime"
	"sync/atomic"
	"time"
	"weak"
)

type object struct {
	self *object
	data [40]int
}

// finalizers waits until all objects that nobody holds any more are gone, and none that somebody holds.
func finalizers(scale int) {
	var finalized, cleaned atomic.Int32
	count := 500 * scale
	kept := make([]*object, 0, 10)
	weakly := make([]weak.Pointer[object], count)
	for i := range count {
		o := &object{}
		if i%2 == 0 {
			o.data[0] = i
			runtime.SetFinalizer(o, func(o *object) { check(o.data[0]%2 == 0, "a finalizer's object"); finalized.Add(1) })
		} else {
			o.self = nil
			runtime.AddCleanup(o, func(n int) { check(n%2 == 1, "a cleanup's argument"); cleaned.Add(1) }, i)
		}
		weakly[i] = weak.Make(o)
		if i < cap(kept) {
			kept = append(kept, o)
		}
	}
	want := int32(count/2 - cap(kept)/2)
	for range 500 {
		runtime.GC()
		if finalized.Load() == want && cleaned.Load() == want {
			break
		}
		time.Sleep(time.Millisecond)
	}
	check(finalized.Load() == want && cleaned.Load() == want, "%d finalized, %d cleaned of %d", finalized.Load(), cleaned.Load(), want)
	for i, w := range weakly {
		check((w.Value() != nil) == (i < cap(kept)), "weak pointer %d", i)
	}
	runtime.KeepAlive(kept)
}

type shape struct {
	Name string
	Size [3]float64
}

func (s shape) Scale(by float64, names ...string) (string, float64) {
	return s.Name + fmt.Sprint(names), (s.Size[0] + s.Size[1] + s.Size[2]) * by
}

// reflection calls through made functions and methods, with types made at run time, while the collector runs.
func reflection(scale int) {
	swap := reflect.MakeFunc(reflect.TypeFor[func(int8, string, shape, *int) (*int, shape, string, int8)](), func(in []reflect.Value) []reflect.Value {
		runtime.GC()
		return []reflect.Value{in[3], in[2], in[1], in[0]}
	}).Interface().(func(int8, string, shape, *int) (*int, shape, string, int8))
	for i := range 30 * scale {
		n := new(int)
		*n = i
		p, s, text, small := swap(int8(i), "text", shape{"s", [3]float64{1, 2, float64(i)}}, n)
		check(p == n && *p == i && s.Size[2] == float64(i) && text == "text" && small == int8(i), "results of a made function")
		out := reflect.ValueOf(s).MethodByName("Scale").Call([]reflect.Value{reflect.ValueOf(2.0), reflect.ValueOf("a"), reflect.ValueOf("b")})
		check(out[0].String() == "s[a b]" && out[1].Float() == float64(3+i)*2, "results of a method: %v", out)
		made := reflect.New(reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeFor[*int]()}, {Name: "B", Type: reflect.TypeFor[[5]string]()}, {Name: "C", Type: reflect.TypeOf(i)},
		})).Elem()
		made.Field(0).Set(reflect.ValueOf(n))
		made.Field(1).Index(4).SetString(fmt.Sprint("made ", i))
		n = nil
		runtime.GC()
		check(made.Field(0).Elem().Int() == int64(i) && made.Field(1).Index(4).String() == fmt.Sprint("made ", i), "fields of a made struct")
	}
}
