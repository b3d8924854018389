package workbench

// certificateDocument is the certificate as a file to download.
func (w *Workbench) certificateDocument(v *visit) error {
	p, err := v.readCertificate()
	if err != nil {
		return err
	}
	var d document
	v.composeCertificate(&d, p)
	return v.writeFile("certificate-"+v.id, &d, officialPaper)
}

func (v *visit) composeCertificate(d *document, p certificatePage) {
	d.text("Title", v.say("技术合同登记证明", "Certificate of Registration of a Technology Contract"))
	if p.Void != "" {
		d.text("Heading1", v.say("【", "["), p.Void, v.say("】", "] "), p.Ended)
	}
	var rows [][]string
	for _, r := range p.Rows {
		rows = append(rows, []string{r.Name, r.Value})
	}
	for _, side := range []struct {
		name    string
		parties []certificateParty
	}{{v.say("卖方", "Seller"), p.Sellers}, {v.say("买方", "Buyer"), p.Buyers}} {
		for _, party := range side.parties {
			rows = append(rows, []string{side.name, party.Name}, []string{v.say("统一社会信用代码", "Unified social credit code"), orDash(party.USCC)},
				[]string{v.say("单位类型、所在地", "Kind and place"), party.Kind + v.say("，", ", ") + party.Place})
		}
	}
	for _, a := range p.Amounts {
		rows = append(rows, []string{a.Name, v.say("人民币 ", "CNY ") + a.Yuan + v.say(" 元（大写：", " (") + a.Capital + v.say("）", ")")})
	}
	d.table([]column{{Name: v.say("登记编号", "Registry number"), share: 2}, {Name: p.Number, share: 5, text: true}}, rows)
	d.text("", v.say("上述合同已经认定登记，特此证明。", "This is to certify that the above contract has been registered."))
	d.text("Signature", v.say("认定登记机构（盖章）：", "Registry (seal): "), p.Registry)
	d.text("Signature", p.Date)
	d.picture(p.picture, v.say("核验二维码", "Code to verify it by"), 28*millimetre)
	d.text("CellText", v.say("核验码：", "Verification code: "), p.Code, v.say("；核验网址：", "; to be verified at "), p.Address)
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
