package domain

import "math"

// objective is a smooth function to be made small: its value, gradient and a positive
// definite stand-in for its second derivatives, at a point.
type objective func(at []float64) (value float64, gradient []float64, curvature [][]float64)

// Bounds of minimise. Fits of some hundred outcomes need about ten steps.
const (
	mostSteps  = 200
	mostDamped = 1e12
	leastGain  = 1e-10 // of the value: a smaller gain is none
)

// minimise walks downhill from a point by damped Newton steps (Levenberg and
// Marquardt) and returns where it can get no lower. It is deterministic.
func minimise(at []float64, f objective) []float64 {
	value, gradient, curvature := f(at)
	damping := 1e-3
	for range mostSteps {
		next := stepped(at, gradient, curvature, damping)
		v, g, c := f(next)
		if !(v < value) { // not NaN either
			if damping *= 8; damping > mostDamped {
				break
			}
			continue
		}
		gain := value - v
		at, value, gradient, curvature, damping = next, v, g, c, damping/4
		if gain < leastGain*(1+math.Abs(value)) {
			break
		}
	}
	return at
}

// stepped is at minus the solution of (curvature + damping × its diagonal) x = gradient.
func stepped(at, gradient []float64, curvature [][]float64, damping float64) []float64 {
	m := make([][]float64, len(at))
	for i := range m {
		m[i] = append([]float64(nil), curvature[i]...)
		m[i][i] *= 1 + damping
	}
	step := solved(m, gradient)
	next := make([]float64, len(at))
	for i := range next {
		next[i] = at[i] - step[i]
	}
	return next
}

// solved solves m x = b for a symmetric positive definite m, which it overwrites
// (Cholesky).
func solved(m [][]float64, b []float64) []float64 {
	n := len(b)
	x := append([]float64(nil), b...)
	for i := range n {
		for j := range i + 1 {
			sum := m[i][j]
			for k := range j {
				sum -= m[i][k] * m[j][k]
			}
			if i == j {
				m[i][i] = math.Sqrt(sum)
			} else {
				m[i][j] = sum / m[j][j]
			}
		}
	}
	for i := range n { // L y = b
		for k := range i {
			x[i] -= m[i][k] * x[k]
		}
		x[i] /= m[i][i]
	}
	for i := n - 1; i >= 0; i-- { // Lᵀ x = y
		for k := i + 1; k < n; k++ {
			x[i] -= m[k][i] * x[k]
		}
		x[i] /= m[i][i]
	}
	return x
}
