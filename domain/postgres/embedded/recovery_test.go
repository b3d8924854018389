package embedded

import (
	"fmt"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKilledProgramLeavesNoPostgres(t *testing.T) {
	dir := made(t).Dir
	p := startProgram(t, thisBinary(t), dir, nil)
	require.Empty(t, p.Err)
	execute(t, p.URL, "create table kept (x int); insert into kept values (7)")
	pid := postmasterOf(t, dir)

	p.kill()
	released(t, dir)
	require.False(t, alive(pid), "PostgreSQL outlives its killed program")
	require.NoFileExists(t, layout(dir).state())

	s := started(t, Options{Dir: dir})
	require.Equal(t, 7, query[int](t, s.URL(), "select x from kept"))
}

// A start may meet a supervisor that is still stopping for a program just killed.
func TestStartRightAfterKill(t *testing.T) {
	dir := made(t).Dir
	p := startProgram(t, thisBinary(t), dir, nil)
	require.Empty(t, p.Err)
	p.kill()
	s := started(t, Options{Dir: dir}) // anew, or as a guest who keeps it from stopping
	require.Equal(t, 1, query[int](t, s.URL(), "select 1"))
}

func TestKilledSupervisor(t *testing.T) {
	o := made(t)
	s := started(t, o)
	execute(t, s.URL(), "create table kept (x int)")
	orphan := postmasterOf(t, o.Dir)
	require.NoError(t, s.supervisor.cmd.Process.Kill())
	<-s.Done()
	require.True(t, alive(orphan))
	require.FileExists(t, layout(o.Dir).state(), "the stale file this test is about")

	s = started(t, o)
	require.False(t, s.Joined())
	require.NotEqual(t, orphan, postmasterOf(t, o.Dir))
	require.Equal(t, 0, query[int](t, s.URL(), "select count(*) from kept"))
}

func TestKilledMachine(t *testing.T) {
	o := made(t)
	s := started(t, o)
	execute(t, s.URL(), "create table kept (x int)")
	pid := postmasterOf(t, o.Dir)
	require.NoError(t, s.supervisor.cmd.Process.Kill())
	<-s.Done()
	require.NoError(t, syscall.Kill(pid, syscall.SIGKILL))
	require.FileExists(t, layout(o.Dir).state(), "the stale file this test is about")
	require.FileExists(t, pidFile(layout(o.Dir)), "the stale file this test is about")

	s = started(t, o)
	require.False(t, s.Joined())
	require.Equal(t, 0, query[int](t, s.URL(), "select count(*) from kept"))
}

// In a restarted container the number in postmaster.pid is soon another program's.
func TestStalePidOfAnotherProgram(t *testing.T) {
	o := made(t)
	stale := fmt.Sprintf("%d\n%s\n", os.Getpid(), layout(o.Dir).data())
	require.NoError(t, os.WriteFile(pidFile(layout(o.Dir)), []byte(stale), 0o644))
	started(t, o)
}

func TestHalfMadeCluster(t *testing.T) {
	o := quick(t)
	require.NoError(t, os.MkdirAll(layout(o.Dir).newData()+"/base", 0o755))
	who, err := chooseAccount(layout(o.Dir))
	require.NoError(t, err)
	chownAll(t, layout(o.Dir).root(), who)
	started(t, o)
	require.NoDirExists(t, layout(o.Dir).newData())
}

func TestServerEndsByItself(t *testing.T) {
	o := made(t)
	s := started(t, o)
	require.NoError(t, syscall.Kill(postmasterOf(t, o.Dir), syscall.SIGQUIT))
	<-s.Done()
	require.NoError(t, s.Stop())
	require.NoFileExists(t, layout(o.Dir).state())
}

// The one who started the server may leave, or be killed, before its guests.
func TestGuestsKeepTheServer(t *testing.T) {
	for name, leave := range map[string]func(*program){
		"stopped": func(p *program) { _ = p.stdin.Close(); _ = p.cmd.Wait() },
		"killed":  (*program).kill,
	} {
		t.Run(name, func(t *testing.T) {
			dir := made(t).Dir
			owner := startProgram(t, thisBinary(t), dir, nil)
			guest := started(t, Options{Dir: dir})
			require.True(t, guest.Joined())
			pid := postmasterOf(t, dir)
			leave(owner)

			require.Equal(t, 1, query[int](t, guest.URL(), "select 1"))
			late := started(t, Options{Dir: dir})
			require.Equal(t, guest.URL(), late.URL(), "further guests may come")
			require.NoError(t, guest.Stop())
			require.NoError(t, guest.Stop(), "a second Stop")
			require.Equal(t, 1, query[int](t, late.URL(), "select 1"))
			require.NoError(t, late.Stop())
			released(t, dir)
			require.False(t, alive(pid), "the server outlives its last guest")
		})
	}
}

func TestSignalsDoNotStopTheServer(t *testing.T) {
	o := made(t)
	s := started(t, o)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		require.NoError(t, s.supervisor.cmd.Process.Signal(sig))
	}
	require.Equal(t, 1, query[int](t, s.URL(), "select 1"))
	require.NoError(t, s.Stop())
}
