package api

import (
	"context"
	"net/http"

	"sanku/domain"
	"sanku/domain/postgres"
)

// Proof is a document handed in with a contract.
type Proof struct {
	Kind      string    `json:"kind" set:"proof_kinds" zh:"类别"`
	Title     string    `json:"title,omitempty" maxLength:"200" zh:"名称" doc:"Of a seal: the name on it."`
	Reference string    `json:"reference,omitempty" maxLength:"200" zh:"编号或出处"`
	Keeper    string    `json:"keeper,omitempty" maxLength:"200" zh:"纸质件保管人" doc:"Who has it on paper."`
	FileID    domain.ID `json:"file_id,omitzero" zh:"文件编号" doc:"Of a file that was attached to this contract."`
	File      *File     `json:"file,omitempty" readOnly:"true" zh:"文件"`
}

func proofOf(p domain.Proof) Proof {
	out := Proof{Kind: p.Kind, Title: p.Title, Reference: p.Reference, Keeper: p.Keeper}
	if f := p.File; f != nil {
		kept := keptFile(*f)
		out.FileID, out.File = f.ID, &kept
	}
	return out
}

// domain names the file of p; the store knows the rest.
func (p Proof) domain() domain.Proof {
	out := domain.Proof{Kind: p.Kind, Title: p.Title, Reference: p.Reference, Keeper: p.Keeper}
	if !p.FileID.IsZero() {
		out.File = &domain.File{ID: p.FileID}
	}
	return out
}

// registerProofs has the files of contracts' proofs: attached to a draft, or to a
// registered contract by amending it.
func (a *API) registerProofs(contracts collection) {
	for _, way := range []struct {
		path   string
		action domain.Action
		zh, en string
		amend  func(context.Context, domain.Actor, domain.ID, int64, postgres.ContractAmendment) (domain.Contract, error)
	}{
		{"/{id}/proofs", domain.Change, "上传证明材料：", "Attach a proof to one of the", a.changeProofs},
		{"/{id}/amend-proofs", domain.Amend, "变更时补充证明材料：", "Attach a proof by amending one of the", a.db.AmendContract},
		{"/{id}/propose-proofs", domain.ProposeAmendment, "申请补充证明材料：", "Propose to attach a proof to one of the", a.db.ProposeAmendment},
	} {
		rt := contracts.route(http.MethodPost, way.path, string(way.action)+"-proofs-of", way.action, way.zh, way.en)
		rt.versioned, rt.status, rt.maxBody, rt.timeout = true, http.StatusOK, domain.MaxAttachment+64<<10, uploadTimeout
		register(a, rt, func(ctx context.Context, in *attachProof) (*one[Contract], error) {
			amendment, err := in.amendment()
			if err != nil {
				return nil, err
			}
			c, err := way.amend(ctx, actorOf(ctx), in.ID, in.version(), amendment)
			return a.oneContract(ctx, c, err)
		})
	}
	register(a, contracts.route(http.MethodGet, "/{id}/files/{file}", "download-file-of", domain.Read, "下载证明材料：", "Download a file of one of the"), a.downloadProof)
}

func (a *API) changeProofs(ctx context.Context, actor domain.Actor, id domain.ID, version int64, c postgres.ContractAmendment) (domain.Contract, error) {
	return a.db.ChangeContract(ctx, actor, id, version, c.Change)
}

type attachProof struct {
	Record
	IfMatch
	RawBody     []byte
	ContentType string `header:"Content-Type"`
	Name        string `query:"name" maxLength:"300" zh:"文件名" doc:"Of a file sent as the body itself."`
	Kind        string `query:"kind" set:"proof_kinds" required:"true" zh:"类别"`
	Title       string `query:"title" maxLength:"200" zh:"名称" doc:"The file's name when absent."`
	Reference   string `query:"reference" maxLength:"200" zh:"编号或出处"`
	Keeper      string `query:"keeper" maxLength:"200" zh:"纸质件保管人"`
	Reason      string `query:"reason" maxLength:"1000" zh:"变更理由" doc:"Of an amendment."`
}

// amendment adds the file that was sent to a contract's proofs.
func (in *attachProof) amendment() (postgres.ContractAmendment, error) {
	name, data, err := fileOf(in.ContentType, in.Name, in.RawBody)
	if err != nil {
		return postgres.ContractAmendment{}, err
	}
	p, err := domain.Proof{Kind: in.Kind, Title: in.Title, Reference: in.Reference, Keeper: in.Keeper}.WithFile(name, data)
	return postgres.ContractAmendment{Reason: in.Reason, Change: func(c *domain.Contract) error { c.AddProof(p); return nil }}, err
}

type oneProof struct {
	Record
	File domain.ID `path:"file" zh:"文件编号"`
}

func (a *API) downloadProof(ctx context.Context, in *oneProof) (*download, error) {
	f, err := a.db.ContractFile(ctx, actorOf(ctx), in.ID, in.File)
	return savedFile(f.Name, f.Type, f.Content), err
}
