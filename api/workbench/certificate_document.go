package workbench

// certificateDocument is the certificate as a file to download.
func (w *Workbench) certificateDocument(v *visit) error {
	p, err := v.readCertificate()
	if err != nil {
		return err
	}
	var d document
	v.composeCertificate(&d, p)
	return v.writeFile("certificate-"+v.id, &d, plainPaper)
}

func (v *visit) composeCertificate(d *document, p certificatePage) {
	colon := v.say("：", ": ")
	d.text("Title", v.say("技术合同登记证明", "Certificate of Registration of a Technology Contract"))
	if p.Void != "" {
		d.text("Heading1", v.say("【", "["), p.Void, v.say("】", "] "), p.Ended)
	}
	d.text("", v.say("登记编号：", "Registry number: "), p.Number)
	for _, r := range p.Rows {
		d.text("", r.Name, colon, r.Value)
	}
	for _, side := range []struct {
		name    string
		parties []certificateParty
	}{{v.say("卖方", "Seller"), p.Sellers}, {v.say("买方", "Buyer"), p.Buyers}} {
		for _, party := range side.parties {
			d.text("", side.name, colon, party.Name, v.say("；统一社会信用代码：", "; unified social credit code: "), orDash(party.USCC),
				v.say("；单位类型：", "; kind: "), party.Kind, v.say("；所在地：", "; place: "), party.Place)
		}
	}
	for _, a := range p.Amounts {
		d.text("", a.Name, colon, v.say("人民币 ", "CNY "), a.Yuan, v.say(" 元（大写：", " ("), a.Capital, v.say("）", ")"))
	}
	d.text("", v.say("上述合同已经认定登记，特此证明。", "This is to certify that the above contract has been registered."))
	d.text("", v.say("认定登记机构（盖章）：", "Registry (seal): "), p.Registry)
	d.text("", p.Date)
	d.picture(p.picture, v.say("核验二维码", "Code to verify it by"), 28*millimetre)
	d.text("", v.say("核验码：", "Verification code: "), p.Code, v.say("；核验网址：", "; to be verified at "), p.Address)
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}
