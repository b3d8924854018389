package domain

import (
	"net/netip"
	"net/url"
	"strings"
)

// reserved are networks that nobody on the public internet answers from, besides those
// that net/netip knows.
var reserved = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// PublicAddress reports whether an address may be another's on the public internet.
func PublicAddress(a netip.Addr) bool {
	a = a.Unmap()
	for _, p := range reserved {
		if p.Contains(a) {
			return false
		}
	}
	return a.IsGlobalUnicast() && !a.IsPrivate() && !a.IsLinkLocalUnicast()
}

// CheckPublic reports that w is at an address of this machine or of a private network, as
// far as the URL says: what a name resolves to is asked when it is connected to.
func (w Webhook) CheckPublic() error {
	u, err := url.Parse(w.URL)
	if err != nil {
		return nil // for Validate to tell
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if addr, err := netip.ParseAddr(host); err == nil && PublicAddress(addr) || err != nil && publicName(host) {
		return nil
	}
	return Invalid("url", "不能是本机或内部网络的地址，须能从互联网访问", "must not be on this machine or in a private network")
}

// publicName reports whether a name may be one of the public internet: it has a dot, ends
// in letters, and not as names do that stay at home (RFC 6761, 6762, 8375).
func publicName(host string) bool {
	last := host[strings.LastIndex(host, ".")+1:]
	switch last {
	case host, "localhost", "local", "internal", "test", "invalid", "lan", "home", "arpa":
		return false
	}
	return strings.Trim(last, "0123456789abcdefx") != "" || strings.Trim(last, "abcdef") == ""
}
