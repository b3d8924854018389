package pgtest_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"sanku/domain/postgres/pgtest"
	"sanku/migrations"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestDatabasesAreMigratedAndApart(t *testing.T) {
	first, second := pgtest.Pool(t), pgtest.Pool(t)
	_, err := first.Exec(t.Context(), "insert into units (code, name_zh, name_en) values ('x', '甲', 'A')")
	require.NoError(t, err)
	var rows int
	require.NoError(t, second.QueryRow(t.Context(), "select count(*) from units").Scan(&rows))
	require.Zero(t, rows)
	current, newest, err := migrations.Version(t.Context(), second)
	require.NoError(t, err)
	require.Equal(t, newest, current)
}

func TestEmptyHasNoTables(t *testing.T) {
	var tables int
	require.NoError(t, pgtest.EmptyPool(t).QueryRow(t.Context(),
		"select count(*) from pg_tables where schemaname = 'public'").Scan(&tables))
	require.Zero(t, tables)
}

func TestDatabaseIsDropped(t *testing.T) {
	var url string
	t.Run("user", func(t *testing.T) {
		url = pgtest.New(t)
		conn, err := pgx.Connect(t.Context(), url)
		require.NoError(t, err)
		require.NoError(t, conn.Ping(t.Context())) // and left open
	})
	_, err := pgx.Connect(t.Context(), url)
	require.ErrorContains(t, err, "does not exist")
}

func TestClonesInParallel(t *testing.T) {
	for i := range 6 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			require.NoError(t, pgtest.Pool(t).Ping(t.Context()))
		})
	}
}

func TestDatabaseURLIsIgnored(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgres://nobody@192.0.2.1/nothing")
	t.Setenv("PGHOST", "192.0.2.1")
	require.NoError(t, pgtest.Pool(t).Ping(t.Context()))
}

// hangVariable makes TestHang one that a killed test binary was in.
const hangVariable = "PGTEST_HANG"

func TestHang(t *testing.T) {
	if os.Getenv(hangVariable) == "" {
		t.Skip("part of TestKilledBinaryLeavesNothing")
	}
	fmt.Println("address", pgtest.New(t))
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func TestKilledBinaryLeavesNothing(t *testing.T) {
	temp, err := os.MkdirTemp("", "sanku-killed-*")
	require.NoError(t, err)
	defer os.RemoveAll(temp)
	require.NoError(t, os.Chmod(temp, 0o777))
	cmd := exec.Command(os.Args[0], "-test.run=^TestHang$")
	cmd.Env = append(os.Environ(), hangVariable+"=1", "TMPDIR="+temp)
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err)

	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	require.Eventually(t, func() bool {
		left, err := os.ReadDir(temp)
		return err == nil && len(left) == 0
	}, time.Minute, 10*time.Millisecond, "the cluster of a killed binary")
}
