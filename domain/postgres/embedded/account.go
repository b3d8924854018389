package embedded

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
	"strings"
	"syscall"
)

// account is who PostgreSQL runs as.
type account struct {
	Name string `json:"name"`
	UID  int    `json:"uid"`
	GID  int    `json:"gid"`
}

// accounts are whom root steps down to, in order: PostgreSQL refuses to run as root.
var accounts = [...]string{"postgres", "nobody"}

// chooseAccount returns the caller, or for root the owner of the cluster that is
// already there, else the first of accounts that exists.
func chooseAccount(at layout) (account, error) {
	if os.Geteuid() != 0 {
		return account{Name: nameOf(os.Geteuid()), UID: os.Geteuid(), GID: os.Getegid()}, nil
	}
	if uid, gid, ok := owner(at.data()); ok && uid != 0 {
		return account{Name: nameOf(uid), UID: uid, GID: gid}, nil
	}
	for _, name := range accounts {
		if who, err := lookup(name); err == nil {
			return who, nil
		}
	}
	return account{}, &Refusal{NoAccount,
		"PostgreSQL refuses to run as root, and this machine has no user named " + strings.Join(accounts[:], " or "),
		"create one (useradd --system postgres), or run this program as an ordinary user"}
}

func lookup(name string) (account, error) {
	u, err := user.Lookup(name)
	if err != nil {
		return account{}, err
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return account{}, err
	}
	gid, err := strconv.Atoi(u.Gid)
	return account{Name: name, UID: uid, GID: gid}, err
}

func nameOf(uid int) string {
	if u, err := user.LookupId(strconv.Itoa(uid)); err == nil {
		return u.Username
	}
	return strconv.Itoa(uid)
}

func owner(path string) (uid, gid int, ok bool) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, 0, false
	}
	st := info.Sys().(*syscall.Stat_t)
	return int(st.Uid), int(st.Gid), true
}

// become gives up root for good: real, effective and saved ids of every thread, and
// all supplementary groups.
func (a account) become() error {
	if os.Geteuid() != 0 {
		return nil
	}
	for _, step := range []func() error{
		func() error { return syscall.Setgroups([]int{a.GID}) },
		func() error { return syscall.Setgid(a.GID) },
		func() error { return syscall.Setuid(a.UID) },
	} {
		if err := step(); err != nil {
			return &Refusal{NoAccount,
				fmt.Sprintf("root cannot become %s here: %v", a.Name, err),
				"run this program as an ordinary user, or give the container the SETUID and SETGID capabilities"}
		}
	}
	return nil
}
