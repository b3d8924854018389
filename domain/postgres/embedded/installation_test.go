package embedded

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseVersion(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n", "15.18"},
		{"postgres (PostgreSQL) 18.6\n", "18.6"},
		{"postgres (PostgreSQL) 19beta1\n", ""},
		{"postgres (PostgreSQL) 19.1devel\n", ""},
		{"", ""},
	} {
		got, ok := parseVersion(c.said)
		require.Equal(t, c.want, got, c.said)
		require.Equal(t, c.want != "", ok, c.said)
	}
}

func TestTrailingNumber(t *testing.T) {
	for path, want := range map[string]int{
		"/usr/lib/postgresql/15": 15, "/usr/pgsql-16": 16, "/opt/homebrew/opt/postgresql@17": 17, "/usr/lib/postgresql/x": 0,
	} {
		require.Equal(t, want, trailingNumber(path), path)
	}
}
