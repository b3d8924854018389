package embedded

import (
	"errors"
	"fmt"
	"net"
	"syscall"
)

// choosePort returns the port asked for, or a free one.
func (c *cluster) choosePort() (int, error) {
	if c.Port == 0 {
		return freePort()
	}
	if !portFree(c.Port) {
		return 0, &Refusal{PortTaken, fmt.Sprintf("port %d of 127.0.0.1 is in use by another program", c.Port),
			"stop that program, or choose another port, or none to have a free one picked"}
	}
	return c.Port, nil
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func portFree(port int) bool {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return !errors.Is(err, syscall.EADDRINUSE)
	}
	l.Close()
	return true
}
