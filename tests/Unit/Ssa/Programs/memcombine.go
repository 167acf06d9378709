package main

//go:noinline
func le16(b []byte) uint16 { return uint16(b[0]) | uint16(b[1])<<8 }

//go:noinline
func be16(b []byte) uint32 { return uint32(b[1]) | uint32(b[0])<<8 }

//go:noinline
func le32(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

//go:noinline
func be32(b []byte) uint64 {
	return uint64(b[3]) | uint64(b[2])<<8 | uint64(b[1])<<16 | uint64(b[0])<<24
}

//go:noinline
func be64(b []byte) uint64 {
	return uint64(b[9]) | uint64(b[8])<<8 | uint64(b[7])<<16 | uint64(b[6])<<24 | uint64(b[5])<<32 | uint64(b[4])<<40 | uint64(b[3])<<48 | uint64(b[2])<<56
}

//go:noinline
func halves(h []uint16) uint64 {
	return uint64(h[0]) | uint64(h[1])<<16 | uint64(h[2])<<32 | uint64(h[3])<<48
}

//go:noinline
func changed(b []byte) uint16 {
	low := uint16(b[0])
	b[1] = 0x55
	return low | uint16(b[1])<<8
}

//go:noinline
func overlapping(b []byte) uint32 { return uint32(b[0]) + uint32(b[1])<<7 + uint32(b[1]) }

func main() {
	b := []byte{0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8, 0x09, 0x1a}
	println(le16(b), be16(b), le32(b), be32(b), be64(b), overlapping(b))
	println(halves([]uint16{0x8001, 0x9002, 0xa003, 0xb004}), changed(b))
}
