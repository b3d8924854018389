package workbench

import (
	"fmt"
	"strings"

	"sanku/domain"
)

func (v *visit) contractPapers(f *form, c *domain.Contract) error {
	f.area(&c.Terms, "terms", "合同条款", "Terms").rows(12).hint("粘贴合同正文，预审会检查其中的条款", "Paste the text: the precheck reads it")
	f.section("证明材料", "Proofs").Hint = v.say("逐项列出随合同提交的材料；印章的“名称”填印章上的单位名称，知识产权证书填证书编号。只有纸质件的写明由谁保管；整项清空即删除该项。", "What is handed in with it. Of a seal, the name on it; of a certificate, its number. Of what is on paper, say who keeps it. Clear an item to remove it.")
	var proofs []domain.Proof
	for i := range v.rows(f, len(c.Proofs), "proofs") {
		var p domain.Proof
		if i < len(c.Proofs) {
			p = c.Proofs[i]
		}
		at, n := fmt.Sprintf("proofs[%d].", i), fmt.Sprint(i+1)
		f.choice(&p.Kind, at+"kind", "材料 "+n, "Proof "+n, domain.ProofKinds)
		f.text(&p.Title, at+"title", "名称", "Title")
		f.text(&p.Reference, at+"reference", "编号或出处", "Number or place")
		keeper := f.text(&p.Keeper, at+"keeper", "纸质件保管人", "Kept on paper by")
		if p.File != nil {
			keeper.hint("已上传文件："+p.File.Name, "File: "+p.File.Name)
		}
		f.proofFile(&p.File, at+"file_id")
		if p.Kind+p.Title+p.Reference+p.Keeper != "" {
			proofs = append(proofs, p)
		}
	}
	c.Proofs = proofs
	return nil
}

// proofView is a proof as the contract's page tells of it.
type proofView struct {
	fact
	Paper string           // who has it on paper
	File  *messageFileView // nil when there is none
}

func (v *visit) proofView(contract domain.ID, p domain.Proof) proofView {
	view := proofView{fact: fact{domain.ProofKinds.Name(p.Kind).In(v.lang), strings.Trim(p.Title+" · "+p.Reference, " ·")}}
	if p.Keeper != "" {
		view.Paper = v.say("纸质件由"+p.Keeper+"保管", "on paper with "+p.Keeper)
	}
	if f := p.File; f != nil {
		view.File = &messageFileView{f.Name, v.fileSize(f.Size), v.href(contractPath(contract) + "/file?of=" + f.ID.String())}
	}
	return view
}

// said is the proof in one line.
func (p proofView) said() string {
	file := ""
	if p.File != nil {
		file = p.File.Name + " " + p.File.Size
	}
	return strings.TrimSpace(strings.Join([]string{p.Name, p.Value, p.Paper, file}, " "))
}

// proofFile carries the file of a listed proof along, by its id.
func (f *form) proofFile(to **domain.File, name string) {
	id := ""
	if *to != nil {
		id = (*to).ID.String()
	}
	f.hidden(&id, name)
	*to = nil
	if file, err := domain.ParseID(id); err == nil {
		*to = &domain.File{ID: file}
	}
}

// contractProof asks for one more proof, with its file.
func (v *visit) contractProof(f *form, c *domain.Contract) error {
	f.Submit, f.done = v.say("上传", "Attach"), v.say("已上传。", "Attached.")
	var p domain.Proof
	var file sentFile
	f.choice(&p.Kind, "kind", "材料类别", "Kind", domain.ProofKinds).required()
	sent := f.file(&file, "file", "文件", "File", strings.Join(domain.AttachmentExtensions(), ",")).required().hint("不超过 20 MB；PDF、Word、Excel、CSV 或图片", "At most 20 MB: PDF, DOCX, XLSX, CSV or a picture")
	f.text(&p.Title, "title", "名称", "Title").hint("不填则用文件名", "The file's name when blank")
	f.text(&p.Reference, "reference", "编号或出处", "Number or place").hint("知识产权证书填证书编号", "Of a certificate, its number")
	f.text(&p.Keeper, "keeper", "纸质件保管人", "Kept on paper by").hint("另有纸质原件的填写", "If there is an original on paper too")
	if file.Name == "" {
		return nil
	}
	p, sent.refused = p.WithFile(file.Name, file.Content)
	c.AddProof(p)
	return nil
}

// contractFile answers with a file of a contract's proofs.
func (w *Workbench) contractFile(v *visit) error {
	id, err := v.record()
	if err != nil {
		return err
	}
	of, err := domain.ParseID(v.r.URL.Query().Get("of"))
	if err != nil {
		return domain.ErrNotFound
	}
	f, err := w.DB.ContractFile(v.r.Context(), v.actor, id, of)
	if err != nil {
		return err
	}
	v.saved(f.Name, f.Type, f.Content)
	return nil
}
