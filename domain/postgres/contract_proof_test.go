package postgres_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sanku/domain"
	"sanku/domain/postgres"
)

var paper = []byte("%PDF-1.7\n示例合同")

func proof(t *testing.T, kind, name string, content []byte) domain.Proof {
	t.Helper()
	p, err := domain.Proof{Kind: kind}.WithFile(name, content)
	require.NoError(t, err)
	return p
}

// attached is c with a proof in a file.
func (d *deals) attached(t *testing.T, actor domain.Actor, c domain.Contract, p domain.Proof) domain.Contract {
	t.Helper()
	c, err := d.ChangeContract(t.Context(), actor, c.ID, c.Version, func(c *domain.Contract) error { c.AddProof(p); return nil })
	require.NoError(t, err)
	return c
}

func (d *deals) files(t *testing.T) string {
	t.Helper()
	return d.scalar(t, `SELECT count(*)::text FROM contract_files`)
}

// A file is kept once however many versions name it, is read by whoever may read the
// contract, and stays with what the contract said.
func TestProofsOfContracts(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	c := d.drafted(t, func(*domain.Contract) {})
	c = d.attached(t, d.seller, c, proof(t, "contract_text", "..\\合同\"正本.pdf", paper))
	f := c.Proofs[0].File
	require.Equal(t, domain.Proof{Kind: "contract_text", Title: "合同正本", File: &domain.File{ID: f.ID, Name: "合同正本.pdf", Type: "application/pdf", Size: int64(len(paper)), SHA256: sha256.Sum256(paper)}}, c.Proofs[0])
	for _, reader := range []domain.Actor{d.buyer, d.seller, d.guide, d.clerk} {
		got, err := d.ContractFile(ctx, reader, c.ID, f.ID)
		require.NoError(t, err)
		require.Equal(t, paper, got.Content)
	}
	other := d.drafted(t, func(*domain.Contract) {})
	for _, foreign := range []struct {
		actor    domain.Actor
		contract domain.ID
	}{{d.stranger(t), c.ID}, {domain.Actor{}, c.ID}, {d.clerk, other.ID}} {
		_, err := d.ContractFile(ctx, foreign.actor, foreign.contract, f.ID)
		require.ErrorIs(t, err, domain.ErrNotFound)
	}
	_, err := d.ChangeContract(ctx, d.seller, other.ID, other.Version, func(c *domain.Contract) error {
		c.Proofs = []domain.Proof{{Kind: "other", Title: "别处的", File: &domain.File{ID: f.ID}}}
		return nil
	})
	requireInvalid(t, err, "proofs[0].file_id")

	c = d.take(t, c, "submit", "precheck", "register")
	c, err = d.AmendContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractAmendment{Reason: "补交材料", Change: func(c *domain.Contract) error {
		c.AddProof(proof(t, "technical_plan", "方案.csv", []byte("甲,乙\n")))
		return nil
	}})
	require.NoError(t, err)
	require.Equal(t, "2", d.files(t), "the first is not kept again")
	c, err = d.AmendContract(ctx, d.clerk, c.ID, c.Version, postgres.ContractAmendment{Reason: "撤下", Change: func(c *domain.Contract) error { c.Proofs = c.Proofs[1:]; return nil }})
	require.NoError(t, err)
	versions, err := d.ContractVersions(ctx, d.buyer, c.ID, true)
	require.NoError(t, err)
	require.Equal(t, f, versions[0].Contract.Proofs[0].File, "what it said then")
	_, err = d.ContractFile(ctx, d.buyer, c.ID, f.ID)
	require.NoError(t, err)
}

// What a draft drops before it is handed in is gone; what a version names stays.
func TestProofsThatAreDropped(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	d.codes(t)
	drop := func(c *domain.Contract) error { c.Proofs = nil; return nil }
	c := d.attached(t, d.seller, d.drafted(t, func(*domain.Contract) {}), proof(t, "contract_text", "错传的.pdf", paper))
	f := c.Proofs[0].File.ID
	c, err := d.ChangeContract(ctx, d.seller, c.ID, c.Version, drop)
	require.NoError(t, err)
	_, err = d.ContractFile(ctx, d.clerk, c.ID, f)
	require.ErrorIs(t, err, domain.ErrNotFound)

	c = d.attached(t, d.seller, c, proof(t, "contract_text", "正本.pdf", paper))
	f = c.Proofs[0].File.ID
	c = d.take(t, c, "submit", "return")
	_, err = d.ChangeContract(ctx, d.seller, c.ID, c.Version, drop)
	require.NoError(t, err)
	_, err = d.ContractFile(ctx, d.clerk, c.ID, f)
	require.NoError(t, err, "the version handed in names it")
}

// A change that fails keeps no file, and neither does one of too many.
func TestProofsOfAFailedChange(t *testing.T) {
	d, ctx := openDeals(t), t.Context()
	c := d.drafted(t, func(*domain.Contract) {})
	p := proof(t, "contract_text", "a.pdf", paper)
	_, err := d.ChangeContract(ctx, d.seller, c.ID, c.Version, func(c *domain.Contract) error { c.AddProof(p); c.Title = ""; return nil })
	requireInvalid(t, err, "title")
	_, err = d.ChangeContract(ctx, d.seller, c.ID, c.Version+1, func(c *domain.Contract) error { c.AddProof(p); return nil })
	require.ErrorIs(t, err, domain.ErrStale)
	require.Equal(t, "0", d.files(t))
	_, err = d.Pool().Exec(ctx, fmt.Sprintf(`INSERT INTO contract_files (id, contract_id, name, type, size, sha256, content, created_at)
		SELECT gen_random_uuid(), '%s', 'a.pdf', 'application/pdf', 1, decode(repeat('00', 32), 'hex'), '1', now() FROM generate_series(1, %d)`, c.ID, domain.MaxContractFiles))
	require.NoError(t, err)
	_, err = d.ChangeContract(ctx, d.seller, c.ID, c.Version, func(c *domain.Contract) error { c.AddProof(p); return nil })
	require.ErrorIs(t, err, domain.ErrConflict)
}

// A proof listed before gets its file; another of its kind is another proof.
func TestAddProof(t *testing.T) {
	file := &domain.File{Name: "a.pdf"}
	c := domain.Contract{Proofs: []domain.Proof{{Kind: "ip_certificate", Reference: "1 号"}}}
	c.AddProof(domain.Proof{Kind: "ip_certificate", Title: "证书", Reference: "2 号", File: file})
	require.Len(t, c.Proofs, 2)
	c.AddProof(domain.Proof{Kind: "ip_certificate", Title: "证书", File: file})
	require.Equal(t, domain.Proof{Kind: "ip_certificate", Title: "证书", Reference: "1 号", File: file}, c.Proofs[0])
	require.Len(t, c.Proofs, 2)
}
