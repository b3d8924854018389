package domain

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Proof is a document handed in with a contract: as a file, or on paper.
type Proof struct {
	Kind      string // ProofKinds
	Title     string // of a seal: the name on it
	Reference string // number, file or place; of a certificate its number
	Keeper    string // who has it on paper (纸质件); "" when it is a file alone
	File      *File  // nil when there is none
}

// ProofKinds are the kinds of proof.
var ProofKinds = Terms{
	{"contract_text", Text{"合同文本", "Text of the contract"}},
	{"ip_certificate", Text{"知识产权证书", "Certificate of the intellectual property"}},
	{"technical_plan", Text{"技术方案（研究开发计划）", "Technical plan"}},
	{"import_registration", Text{"技术进口合同登记证或许可证", "Registration or licence of the import"}},
	{"translation", Text{"外文合同的中文副本", "Chinese translation"}},
	{"valuation", Text{"作价投资的评估或协议定价材料", "Valuation of the investment"}},
	{"seller_seal", Text{"卖方印章", "Seller's seal"}},
	{"buyer_seal", Text{"买方印章", "Buyer's seal"}},
	{"other", Text{"其他", "Other"}},
}

// MaxContractFiles bounds the files of one contract's proofs, over all its versions.
const MaxContractFiles = 100

// WithFile is p with a file, which gives it a title where it has none. Errors:
// InvalidErrors.
func (p Proof) WithFile(name string, content []byte) (Proof, error) {
	f, err := NewFile(name, content)
	if err != nil {
		return p, err
	}
	p.File = &f
	if p.Title == "" {
		p.Title = strings.TrimSuffix(p.File.Name, path.Ext(p.File.Name))
	}
	return p, nil
}

// AddProof adds p to what is handed in with c, in the place of one of its kind that
// neither a file nor a keeper shows, if there is one and p tells no other title or number.
func (c *Contract) AddProof(p Proof) {
	at := slices.IndexFunc(c.Proofs, func(f Proof) bool {
		return f.Kind == p.Kind && !f.Shown() && (p.Reference == "" || f.Reference == "" || f.Reference == p.Reference)
	})
	c.Proofs = slices.Clone(c.Proofs)
	if at < 0 {
		c.Proofs = append(c.Proofs, p)
		return
	}
	listed := &c.Proofs[at]
	listed.File, listed.Keeper = p.File, p.Keeper
	listed.Title, listed.Reference = cmp.Or(listed.Title, p.Title), cmp.Or(listed.Reference, p.Reference)
}

// Shown reports whether the registry can look at p: in a file or, on paper, with who
// keeps it. Of a seal, what is on it is written down; it stands on the contract itself.
func (p Proof) Shown() bool {
	return p.File != nil || p.Keeper != "" || p.Kind == "seller_seal" || p.Kind == "buyer_seal"
}

// Display is the kind of p and which one it is.
func (p Proof) Display() Text {
	kind, which := ProofKinds.Name(p.Kind), strings.Trim(p.Title+" "+p.Reference, " ")
	if which == "" {
		return kind
	}
	return Text{kind.ZH + "（" + which + "）", kind.EN + " (" + which + ")"}
}

func (k *checks) proofs(proofs []Proof) {
	k.that(len(proofs) <= 50, "proofs", "不超过 50 项", "has more than 50 items")
	for i, p := range proofs {
		at := fmt.Sprintf("proofs[%d].", i)
		k.oneOf(at+"kind", p.Kind, ProofKinds, false)
		k.text(at+"title", p.Title, 0, 200)
		k.text(at+"reference", p.Reference, 0, 200)
		k.text(at+"keeper", p.Keeper, 0, 200)
		k.that(p.Title+p.Reference != "", at+"reference", "名称与编号至少填一项", "or a title is required")
	}
}
