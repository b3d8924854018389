package workbench

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
)

// A document is a WordprocessingML package (ECMA-376) of the fewest parts that word
// processors open: its types, its relations, the styles, the page number, the document.
type documentPart struct{ name, content string }

const (
	wordNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordType      = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// paper is how a document looks: its styles, the page, and the page that lies across.
type paper struct{ styles, page, across string }

// plainPaper is for papers within a house.
var plainPaper = paper{
	styles: defaults("宋体", 22, `<w:spacing w:after="80" w:line="320" w:lineRule="auto"/>`) +
		headingStyle("Title", "Title", "36") + headingStyle("Heading1", "heading 1", "28") + headingStyle("Heading2", "heading 2", "24"),
	page: `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/>`,
}

// defaults are the type face for Chinese, its size in half points, and the paragraph.
func defaults(face string, size int, paragraph string) string {
	return `<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="` + face + `"/><w:sz w:val="` + strconv.Itoa(size) + `"/></w:rPr></w:rPrDefault>` +
		`<w:pPrDefault><w:pPr>` + paragraph + `</w:pPr></w:pPrDefault></w:docDefaults>`
}

func headingStyle(id, name, size string) string {
	return `<w:style w:type="paragraph" w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:pPr><w:keepNext/><w:spacing w:before="240"/></w:pPr>` +
		`<w:rPr><w:rFonts w:eastAsia="黑体"/><w:b/><w:sz w:val="` + size + `"/></w:rPr></w:style>`
}

// document collects paragraphs, in sections of pages that stand or lie.
type document struct {
	bytes.Buffer
	charts []string // their parts

	pictures []string // PNG
	lies     bool     // the section that is being written
	turns    []turn
}

// turn is where a section begins, and whether the one before it lies.
type turn struct {
	at   int
	lies bool
}

// begin begins a new page, of a section that lies across or stands.
func (d *document) begin(lies bool) {
	d.turns = append(d.turns, turn{d.Len(), d.lies})
	d.lies = lies
}

// body is the document in sections: each but the last ends with a paragraph of no height.
func (d *document) body(p paper) string {
	var b strings.Builder
	section := func(lies bool) string {
		page := p.page
		if lies {
			page = p.across
		}
		return `<w:sectPr><w:footerReference w:type="default" r:id="r3"/><w:footerReference w:type="even" r:id="r4"/>` + page + `</w:sectPr>`
	}
	all, from := d.String(), 0
	for _, t := range d.turns {
		b.WriteString(all[from:t.at] + `<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>` + section(t.lies) + `</w:pPr></w:p>`)
		from = t.at
	}
	return b.String() + all[from:] + section(d.lies)
}

// paragraph adds one of a style, "" for the plain one, with marked pieces highlighted.
func (d *document) paragraph(style string, pieces ...piece) {
	d.WriteString("<w:p>")
	if style != "" {
		d.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	for _, p := range pieces {
		d.WriteString("<w:r>")
		if p.Mark {
			d.WriteString(`<w:rPr><w:highlight w:val="yellow"/></w:rPr>`)
		}
		d.WriteString(`<w:t xml:space="preserve">`)
		_ = xml.EscapeText(d, []byte(p.Text)) // a buffer takes everything
		d.WriteString("</w:t></w:r>")
	}
	d.WriteString("</w:p>")
}

func (d *document) text(style string, texts ...string) {
	d.paragraph(style, piece{Text: strings.Join(texts, "")})
}

// packed is the document as a file.
func (d *document) packed(p paper) ([]byte, error) {
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	for _, part := range d.parts(p) {
		w, err := z.Create(part.name)
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(part.name, ".png") {
			part.content = xml.Header + part.content
		}
		if _, err := io.WriteString(w, part.content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return file.Bytes(), err
}

func (d *document) parts(p paper) []documentPart {
	relation := func(id, kind, target string) string {
		return `<Relationship Id="` + id + `" Type="` + wordRelations + "/" + kind + `" Target="` + target + `"/>`
	}
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	types := `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>`
	for _, t := range [][2]string{{"document", "document.main"}, {"styles", "styles"}, {"settings", "settings"}, {"footer1", "footer"}, {"footer2", "footer"}} {
		types += `<Override PartName="/word/` + t[0] + `.xml" ContentType="` + wordType + t[1] + `+xml"/>`
	}
	charts := ""
	var parts []documentPart
	for i, c := range d.charts {
		n := strconv.Itoa(i + 1)
		types += `<Override PartName="/word/charts/chart` + n + `.xml" ContentType="` + chartType + `"/>`
		charts += relation("c"+n, "chart", "charts/chart"+n+".xml")
		parts = append(parts, documentPart{"word/charts/chart" + n + ".xml", c})
	}
	pictures, related := d.pictureParts(relation)
	parts, charts = append(parts, pictures...), charts+related
	return append([]documentPart{
		{"[Content_Types].xml", types + `</Types>`},
		{"_rels/.rels", relations + relation("r1", "officeDocument", "word/document.xml") + `</Relationships>`},
		{"word/_rels/document.xml.rels", relations + relation("r1", "styles", "styles.xml") + relation("r2", "settings", "settings.xml") +
			relation("r3", "footer", "footer1.xml") + relation("r4", "footer", "footer2.xml") + charts + `</Relationships>`},
		{"word/styles.xml", `<w:styles xmlns:w="` + wordNamespace + `">` + p.styles + `</w:styles>`},
		{"word/settings.xml", `<w:settings xmlns:w="` + wordNamespace + `"><w:evenAndOddHeaders/></w:settings>`},
		{"word/footer1.xml", pageNumber("right")},
		{"word/footer2.xml", pageNumber("left")},
		{"word/document.xml", `<w:document xmlns:w="` + wordNamespace + `" xmlns:r="` + wordRelations + `"><w:body>` + d.body(p) + `</w:body></w:document>`},
	}, parts...)
}

// pageNumber is a footer with the page's number, on its outer side.
func pageNumber(side string) string {
	run := func(inside string) string {
		return `<w:r><w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>` + inside + `</w:r>`
	}
	return `<w:ftr xmlns:w="` + wordNamespace + `"><w:p><w:pPr><w:ind w:left="320" w:right="320" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="` + side + `"/></w:pPr>` +
		run(`<w:t xml:space="preserve">— </w:t>`) + run(`<w:fldChar w:fldCharType="begin"/>`) + run(`<w:instrText>PAGE</w:instrText>`) + run(`<w:fldChar w:fldCharType="end"/>`) +
		run(`<w:t xml:space="preserve"> —</w:t>`) + `</w:p></w:ftr>`
}

// writeDocument answers with the dossier as a file to download.
func (v *visit) writeDocument(p dossierPage) error {
	var d document
	v.compose(&d, p)
	return v.writeFile("dossier-"+v.id, &d, plainPaper)
}

// writeFile answers with a document as a file of the name.
func (v *visit) writeFile(name string, d *document, p paper) error {
	file, err := d.packed(p)
	if err != nil {
		return err
	}
	v.download(name+".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", file)
	return nil
}

// download answers with a file. Its name is of ASCII without quotes.
func (v *visit) download(name, mime string, content []byte) {
	h := v.w.Header()
	h.Set("Content-Type", mime)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = v.w.Write(content) // the client has gone when this fails
}

// compose writes the dossier in the order of the page.
func (v *visit) compose(d *document, p dossierPage) {
	d.text("Title", p.Title)
	d.text("", p.Owner)
	for _, f := range p.Glance {
		d.text("", f.Name, v.say("：", ": "), f.Value)
	}
	d.text("Heading1", v.say("需求", "The need"))
	for _, line := range p.Problem {
		d.text("", line)
	}
	for _, f := range p.Facts {
		d.text("", f.Name, v.say("：", ": "), f.Value)
	}
	for _, part := range []struct {
		zh, en  string
		matches []matchView
	}{{"高校技术", "Technologies", p.Technologies}, {"三家团队", "The team", p.Team}, {"政策", "Policies", p.Policies}, {"差一点符合", "Near misses", p.NearMisses}} {
		d.text("Heading1", v.say(part.zh, part.en))
		for _, m := range part.matches {
			v.composeMatch(d, m)
		}
		if len(part.matches) == 0 {
			d.text("", v.say("无", "None"))
		}
	}
	d.text("Heading1", v.say("来源", "Origin"))
	d.text("", v.say("计算时间：", "Computed: "), p.Computed, v.say("；算法与模型版本：", "; rules and model: "), p.Algorithm)
}

func (v *visit) composeMatch(d *document, m matchView) {
	number := ""
	if m.Rank != "" {
		number = m.Rank + ". "
	}
	d.paragraph("Heading2", append([]piece{{Text: number}}, m.Title...)...)
	d.text("", m.By, "　", v.say("匹配度 ", "score "), m.Score)
	if m.Summary != "" {
		d.text("", m.Summary, v.say("。", "."))
	}
	for _, g := range m.Grants {
		d.text("", g.Clause, v.say("：", ": "), g.What, v.say("（", " ("), g.Verdict, v.say("）", ")"), " ", g.Apply)
		for _, c := range g.Conditions {
			d.text("", "　· ", c.Mark, v.say("：", ": "), c.Required)
		}
	}
	for _, side := range []struct {
		zh, en   string
		passages []passageView
	}{{"需求：", "Need: ", m.Asked}, {"对方：", "Other side: ", m.Said}} {
		for _, s := range side.passages {
			d.paragraph("", append([]piece{{Text: v.say(side.zh, side.en)}}, s.Pieces...)...)
		}
	}
	for _, t := range m.Targets {
		d.text("", t.Target, v.say("：", ": "), t.Verdict, " ", t.Stated)
	}
	for _, g := range m.Gates {
		d.text("", g.Reason, " ", g.Change)
	}
	for _, f := range m.Features {
		d.text("", f.Name, " +", f.Points, v.say("：", ": "), f.Reason)
	}
}
