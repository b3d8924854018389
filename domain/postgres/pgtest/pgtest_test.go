package pgtest_test

import (
	"testing"

	"sanku/domain/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestPool(t *testing.T) {
	for range 10 {
		t.Run("clone", func(t *testing.T) {
			pool := pgtest.Pool(t)
			if err := pool.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
		})
	}
}
