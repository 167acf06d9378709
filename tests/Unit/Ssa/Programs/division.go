package main

var values = []int64{0, 1, -1, 2, -2, 3, 5, 6, 7, 9, 10, -10, 99, 100, 101, 641, 1000, 65535, 65536, 1<<31 - 1, -1 << 31, 1 << 32, 1<<62 + 12345, 1<<63 - 1, -1 << 63, -1<<63 + 1, 6700417 * 641}

var sum int64

func check(name string, got, want int64) {
	sum = sum*31 + got
	if got != want {
		println(name, got, want)
	}
}

//go:noinline
func div(x, y int64) int64    { return x / y }
//go:noinline
func udiv(x, y uint64) uint64 { return x / y }

func main() {
	d := []int64{3, 5, 6, 7, 9, 10, 11, 12, 25, 60, 100, 125, 641, 1000, 1 << 40, 6700417, 1<<62 + 1, 1<<63 - 1}
	for _, v := range values {
		u := uint64(v)
		s := []int64{v / 3, v / 5, v / 6, v / 7, v / 9, v / 10, v / 11, v / 12, v / 25, v / 60, v / 100, v / 125, v / 641, v / 1000, v / (1 << 40), v / 6700417, v / (1<<62 + 1), v / (1<<63 - 1)}
		w := []uint64{u / 3, u / 5, u / 6, u / 7, u / 9, u / 10, u / 11, u / 12, u / 25, u / 60, u / 100, u / 125, u / 641, u / 1000, u / (1 << 40), u / 6700417, u / (1<<62 + 1), u / (1<<63 - 1)}
		for i := range d {
			check("signed", s[i], div(v, d[i]))
			check("unsigned", int64(w[i]), int64(udiv(u, uint64(d[i]))))
		}
		check("rem", v%10, v-div(v, 10)*10)
		check("urem", int64(u%7), int64(u-udiv(u, 7)*7))
		i32, u32, i8, u8, i16, u16 := int32(v), uint32(v), int8(v), uint8(v), int16(v), uint16(v)
		check("i32", int64(i32/7), div(int64(i32), 7))
		check("i32", int64(i32%1000), int64(i32)-div(int64(i32), 1000)*1000)
		check("u32", int64(u32/10), int64(udiv(uint64(u32), 10)))
		check("u32", int64(u32/641), int64(udiv(uint64(u32), 641)))
		check("i8", int64(i8/3), div(int64(i8), 3))
		check("u8", int64(u8/10), int64(udiv(uint64(u8), 10)))
		check("i16", int64(i16/100), div(int64(i16), 100))
		check("u16", int64(u16%100), int64(u16)-int64(udiv(uint64(u16), 100))*100)
		check("pow", v/8, div(v, 8))
		check("pow", v%16, v-div(v, 16)*16)
		check("neg", v/-3, div(v, -3))
	}
	println(sum)
}
