package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/api/workbench/chromium"
	"sanku/domain"
)

var passwordShown = regexp.MustCompile(`\b[a-z2-7]{26}\b`)

// town is a running server that began with an empty database, and who uses it.
type town struct {
	*testing.T
	browser  context.Context
	server   string
	data     string
	pictures string
	spoil    string
	said     strings.Builder // all that anyone has typed

	admin, bureau, enterprise, university, steward, technical, entrepreneur *person
}

// attack is typed into every field for words, after what a person says or where they say
// nothing, unless pictures are wanted: it must come to be nothing but words.
const attack = `"><img src=x onerror=alert(1)>`

// TestStory is the main job in a browser, from an empty database with the README in hand:
// parties and people are entered, a result is listed and a need posted in the clinic, they
// are matched, docked by a steward with the advice of experts, contracted and registered;
// the indicators move, open into the contract, and a bulletin tells of them.
func TestStory(t *testing.T) {
	s := &town{T: t, browser: chromium.Open(t, 1200), data: dataDir(t), pictures: os.Getenv("SANKU_SCREENSHOTS")}
	if s.pictures == "" {
		s.pictures, s.spoil = t.TempDir(), attack
	}
	output(t, "seed", "--data", s.data)
	made := output(t, "user", "add", "admin", "--name", "管理员", "--role", "admin", "--role", "bureau", "--data", s.data)
	server := program(t, "serve", "--port", "0", "--data", s.data)
	stdout, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	lines := bufio.NewScanner(stdout)
	require.True(t, lines.Scan(), "%s", server.Stderr)
	s.server = lines.Text()

	s.said.WriteString("管理员\n")
	s.admin = s.person("admin", passwordShown.FindString(made), 1200)
	s.enterPeople()
	s.listResult()
	s.postNeed()
	s.dock()
	s.contract()
	s.report()
	s.publish()
	s.asides()
	s.inEnglish()
	require.Contains(t, output(t, "plan", "verify", "--data", s.data), " 0 differ")

	require.NoError(t, server.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(io.Discard, stdout)
	require.NoError(t, err)
	require.NoError(t, server.Wait(), "%s", server.Stderr)
}

// person opens a window for a user, who signs in.
func (s *town) person(login, password string, width int64) *person {
	s.Helper()
	p := s.newPerson(login, width)
	p.password = password
	return p.signIn()
}

// user has the administrator add a user, who signs in with the password shown.
func (s *town) user(login, role string, width int64, more ...string) *person {
	s.Helper()
	s.admin.menu("管理", "用户").follow("添加用户")
	s.admin.fill(append([]string{"登录名", login, "姓名", "演练用户", "角色", role}, more...)...).press("添加")
	password := passwordShown.FindString(s.admin.words("main"))
	if login == "enterprise" {
		s.admin.picture("02-password")
	}
	return s.person(login, password, width)
}

// withCheck ends a credit code with the character that makes it valid.
func withCheck(code string) string {
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if domain.CheckUSCC(code+string(c)) == nil {
			return code + string(c)
		}
	}
	return code
}
