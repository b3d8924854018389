package notify_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
)

// post is an SMTP server on a port of this machine, and what it has taken.
type post struct {
	port     int
	roots    *x509.CertPool
	received chan *mail.Message // in order
	refused  chan string        // Message-IDs of what it refused

	mu     sync.Mutex
	refuse []error // the next answers; nil accepts
	server *smtp.Server
}

const postUser, postPassword = "sanku", "a password of the post"

// openPost serves with STARTTLS, and asks for the password, unless plain.
func openPost(t *testing.T, plain bool, refuse ...error) *post {
	t.Helper()
	p := &post{received: make(chan *mail.Message, 100), refused: make(chan string, 100), refuse: refuse}
	p.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &postSession{post: p, conn: c, plain: plain}, nil }))
	p.server.Domain = "localhost"
	if !plain {
		certificate, roots := certificateOf(t)
		p.server.TLSConfig, p.roots = &tls.Config{Certificates: []tls.Certificate{certificate}}, roots
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	p.port = l.Addr().(*net.TCPAddr).Port
	go func() { _ = p.server.Serve(l) }()
	t.Cleanup(func() { _ = p.server.Close() })
	return p
}

func (p *post) next() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.refuse) == 0 {
		return nil
	}
	err := p.refuse[0]
	p.refuse = p.refuse[1:]
	return err
}

type postSession struct {
	*post
	conn   *smtp.Conn
	plain  bool
	signed bool
}

func (s *postSession) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *postSession) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if _, secure := s.conn.TLSConnectionState(); !secure || user != postUser || password != postPassword {
			return smtp.ErrAuthFailed
		}
		s.signed = true
		return nil
	}), nil
}

func (s *postSession) Mail(string, *smtp.MailOptions) error {
	if !s.plain && !s.signed {
		return smtp.ErrAuthRequired
	}
	return nil
}

func (s *postSession) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (s *postSession) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	m.Body = newReader(body)
	if err := s.next(); err != nil {
		s.refused <- m.Header.Get("Message-Id")
		return err
	}
	s.received <- m
	return nil
}

func (s *postSession) Reset()        {}
func (s *postSession) Logout() error { return nil }

// certificateOf is one for 127.0.0.1, and the pool that trusts it.
func certificateOf(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "127.0.0.1"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}
