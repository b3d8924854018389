package domain

import (
	"encoding/base64"
	"testing"
	"time"
)

// The example of the specification, standardwebhooks.com, whose secret is
// whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.
func TestSign(t *testing.T) {
	secret, err := base64.StdEncoding.DecodeString("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`{"test": 2432232314}`)
	at := time.Unix(1614265330, 0)
	const want = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	if got := Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, secret); got != want {
		t.Errorf("got %s", got)
	}
	if got := Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", at, body, secret, secret); got != want+" "+want {
		t.Errorf("two secrets: got %s", got)
	}
}

func TestWebhookValidate(t *testing.T) {
	good := Webhook{URL: "https://example.org/hook?a=b", Kinds: []string{NotifyDocking}}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*Webhook){
		"not TLS":        func(w *Webhook) { w.URL = "http://example.org" },
		"another scheme": func(w *Webhook) { w.URL = "file:///etc/passwd" },
		"a password":     func(w *Webhook) { w.URL = "https://u:p@example.org" },
		"no host":        func(w *Webhook) { w.URL = "https:///x" },
		"no kinds":       func(w *Webhook) { w.Kinds = nil },
		"unknown kinds":  func(w *Webhook) { w.Kinds = []string{"gossip"} },
		"twice":          func(w *Webhook) { w.Kinds = []string{NotifyDocking, NotifyDocking} },
	} {
		w := good
		spoil(&w)
		if w.Validate() == nil {
			t.Error(name)
		}
	}
}

// A webhook at an address of this machine or a private network is refused where it is
// added, by the rule by which it would not be called.
func TestWebhookIsPublic(t *testing.T) {
	for url, public := range map[string]bool{
		"https://example.org/hook": true, "https://oa.example.cn:8443": true, "https://93.184.216.34": true, "https://[2606:4700::1111]/": true, "https://bad.cafe": true, "https://oa.example.org.": true,
		"https://localhost": false, "https://LOCALHOST.:443": false, "https://x.localhost": false, "https://127.0.0.1:9": false, "https://127.1": false, "https://0x7f.1": false, "https://2130706433": false,
		"https://10.0.0.8": false, "https://192.168.1.1": false, "https://169.254.169.254/": false, "https://[::1]": false, "https://[::ffff:127.0.0.1]": false, "https://[fe80::1]": false, "https://[fd00::1]": false,
		"https://oa": false, "https://printer.local": false, "https://0.0.0.0": false,
	} {
		if err := (Webhook{URL: url}).CheckPublic(); (err == nil) != public {
			t.Errorf("%s: %v", url, err)
		}
	}
}
