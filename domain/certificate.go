package domain

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
)

// Certificate is the proof that a contract was registered (技术合同登记证明). It shows
// both amounts, and says of one that no longer holds that it does not.
type Certificate struct {
	Contract Contract
	Registry Text // who registered it
	Code     string
}

// RegistryOf names the registry that this database serves, as the rules of a day have it;
// empty when they have none.
func (rs Rulebook) RegistryOf(on Date) Text {
	r, _ := rs.Rule("registry", on)
	for _, y := range r.Params.Registries {
		if y.Own {
			return y.Name
		}
	}
	return Text{}
}

// Certified reports whether c has a certificate: it was registered once.
func (c Contract) Certified() bool { return c.RegistryNumber != "" && !c.RegisteredOn.IsZero() }

// certificateCode is what a code looks like without the hyphens that people read it by.
var certificateCode = regexp.MustCompile(`^[0-9a-f]{16}$`)

// CertificateCode is the code that anyone can verify the certificate of c by:
// "3f9a-02bc-77d1-e540". Whoever does not know the contract cannot guess it.
func (c Contract) CertificateCode() string {
	sum := sha256.Sum256(c.ID[:])
	s := hex.EncodeToString(sum[:8])
	return s[:4] + "-" + s[4:8] + "-" + s[8:12] + "-" + s[12:]
}

// ParseCertificateCode reads a code as people write it and returns it bare, in sixteen
// hexadecimal digits. What is no code is no certificate's: ErrNotFound.
func ParseCertificateCode(s string) (string, error) {
	bare := strings.ToLower(strings.NewReplacer("-", "", " ", "", "－", "", "—", "").Replace(s))
	if !certificateCode.MatchString(bare) {
		return "", ErrNotFound
	}
	return bare, nil
}

// Void says why a certificate no longer holds: "已解除", "已作废"; empty while it does.
func (c Contract) Void() Text {
	if c.State == ContractTerminated || c.State == ContractVoided {
		return ContractStates.Name(string(c.State))
	}
	return Text{}
}
