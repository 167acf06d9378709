// Command nbody moves five attracting bodies step by step: float64 arithmetic on struct fields.
package main

import (
	"fmt"
	"math"
)

type body struct {
	position, velocity [3]float64
	mass               float64
}

func system() []body {
	bodies := []body{{mass: 40}}
	for i := 1; i < 5; i++ {
		distance := 3.0 * float64(i*i)
		angle := float64(i) * 1.3
		speed := math.Sqrt(40 / distance)
		bodies = append(bodies, body{
			position: [3]float64{distance * math.Cos(angle), distance * math.Sin(angle), 0.1 * float64(i)},
			velocity: [3]float64{-speed * math.Sin(angle), speed * math.Cos(angle), 0.01},
			mass:     0.02 * float64(i),
		})
	}
	return bodies
}

func attract(bodies []body, dt float64) {
	for i := range bodies {
		a := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			b := &bodies[j]
			dx := a.position[0] - b.position[0]
			dy := a.position[1] - b.position[1]
			dz := a.position[2] - b.position[2]
			square := dx*dx + dy*dy + dz*dz
			pull := dt / (square * math.Sqrt(square))
			pa, pb := pull*a.mass, pull*b.mass
			a.velocity[0] -= dx * pb
			a.velocity[1] -= dy * pb
			a.velocity[2] -= dz * pb
			b.velocity[0] += dx * pa
			b.velocity[1] += dy * pa
			b.velocity[2] += dz * pa
		}
	}
	for i := range bodies {
		b := &bodies[i]
		for axis := range b.position {
			b.position[axis] += dt * b.velocity[axis]
		}
	}
}

func energy(bodies []body) float64 {
	var sum float64
	for i, a := range bodies {
		v := a.velocity
		sum += 0.5 * a.mass * (v[0]*v[0] + v[1]*v[1] + v[2]*v[2])
		for _, b := range bodies[i+1:] {
			var square float64
			for axis := range 3 {
				d := a.position[axis] - b.position[axis]
				square += d * d
			}
			sum -= a.mass * b.mass / math.Sqrt(square)
		}
	}
	return sum
}

func main() {
	bodies := system()
	fmt.Printf("%.9f\n", energy(bodies))
	for range 4_000_000 {
		attract(bodies, 0.001)
	}
	fmt.Printf("%.9f\n", energy(bodies))
}
