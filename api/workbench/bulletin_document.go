package workbench

import "fmt"

// bulletinDocument answers with the bulletin in the form of offices' papers: the text,
// what is annexed, who signs and when (GB/T 9704-2012, 7.3), and each annex on pages of
// its own.
func (w *Workbench) bulletinDocument(v *visit) error {
	p, err := v.readBulletin()
	if err != nil {
		return err
	}
	var d document
	v.composeBulletin(&d, p)
	return v.writeFile("bulletin-"+p.Code, &d, officialPaper)
}

func (v *visit) composeBulletin(d *document, p bulletinPage) {
	d.text("Title", p.Title)
	if p.Number != "" {
		d.text("Number", p.Number)
	}
	for _, part := range p.Paragraphs {
		d.text("Heading1", part.Heading)
		for _, s := range part.Says {
			d.text("", s)
		}
		for _, point := range part.Points {
			d.text("", fmt.Sprintf("%d. ", point.N), point.Text, v.say("。", "."))
		}
		if len(part.Says)+len(part.Points) == 0 {
			d.text("", v.say("无。", "Nothing."))
		}
	}
	d.text("", p.AsOfLine)
	d.text("Blank", "")
	for i, a := range p.Annexes {
		label := "　　　"
		if i == 0 {
			label = v.say("附件：", "Annexes: ")
		}
		d.text("Annexes", label, fmt.Sprintf("%d. ", i+1), a.Title)
	}
	d.text("Blank", "")
	if p.Signature != "" {
		d.text("Signature", p.Signature)
	}
	d.text("Signature", p.Date)
	for _, a := range p.Annexes {
		d.begin(a.Wide)
		d.text("Annex", a.Label)
		d.text("AnnexTitle", a.Title)
		for _, t := range a.Tables {
			if t.Title != "" {
				d.text("Caption", t.Title)
			}
			d.table(t.Columns, t.texts())
			if len(t.bars) > 0 {
				done := v.say("完成", "Value")
				if t.bars[0].share {
					done = v.say("完成率（%）", "Share of the target (%)")
				}
				d.chart(t.Title, done, v.say("目标", "Target"), t.bars)
			}
		}
	}
}
