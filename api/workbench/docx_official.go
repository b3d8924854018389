package workbench

import (
	"encoding/xml"
	"fmt"
)

// officialPaper is that of the papers of party and government offices, GB/T 9704-2012:
// A4 with 37 mm above, 28 mm to the left, 35 mm below and 26 mm to the right (5.2.1); the
// title in 小标宋 of size 2 in the middle (7.3.1), the text in 仿宋 of size 3, lines 28 pt
// apart, paragraphs two characters in (5.2.2, 7.3.3), its headings in 黑体 and 楷体 (7.3.3).
var officialPaper = paper{
	styles: defaults("仿宋_GB2312", 32, `<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>`) +
		officialStyle("Title", "Title", "方正小标宋简体", 44, `<w:spacing w:before="200" w:after="200" w:line="640" w:lineRule="exact"/>`+flush("center")) +
		officialStyle("Heading1", "heading 1", "黑体", 32, `<w:keepNext/>`) +
		officialStyle("Heading2", "heading 2", "楷体_GB2312", 32, `<w:keepNext/>`) +
		officialStyle("Addressee", "Addressee", "仿宋_GB2312", 32, flush("left")) +
		officialStyle("Blank", "Blank", "仿宋_GB2312", 32, `<w:keepNext/>`) +
		officialStyle("Number", "Number", "仿宋_GB2312", 32, flush("center")) +
		officialStyle("Signature", "Signature", "仿宋_GB2312", 32, `<w:keepLines/><w:ind w:firstLineChars="0" w:firstLine="0" w:right="640"/><w:jc w:val="right"/>`) +
		officialStyle("Caption", "caption", "黑体", 28, `<w:keepNext/><w:spacing w:before="160" w:after="80" w:line="440" w:lineRule="exact"/>`+flush("center")) +
		officialStyle("Annexes", "Annexes", "仿宋_GB2312", 32, `<w:keepNext/><w:ind w:firstLineChars="0" w:firstLine="0" w:left="2080" w:hanging="1440"/><w:jc w:val="left"/>`) +
		officialStyle("Annex", "Annex", "黑体", 32, `<w:keepNext/>`+flush("left")) +
		officialStyle("AnnexTitle", "Annex title", "方正小标宋简体", 44, `<w:keepNext/><w:spacing w:before="100" w:after="100" w:line="640" w:lineRule="exact"/>`+flush("center")) +
		officialStyle("Cell", "Cell", "仿宋_GB2312", 21, `<w:spacing w:line="300" w:lineRule="exact"/>`+flush("center")) +
		officialStyle("CellText", "Cell text", "仿宋_GB2312", 21, `<w:spacing w:line="300" w:lineRule="exact"/>`+flush("left")),
	page:   `<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>`,
	across: `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1588" w:right="1984" w:bottom="1474" w:left="2098" w:header="851" w:footer="890" w:gutter="0"/>`,
}

func officialStyle(id, name, face string, size int, paragraph string) string {
	return fmt.Sprintf(`<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:pPr>%s</w:pPr><w:rPr><w:rFonts w:eastAsia="%s"/><w:sz w:val="%d"/></w:rPr></w:style>`,
		id, name, paragraph, face, size)
}

// flush is a paragraph that is not indented, to one side or in the middle.
func flush(side string) string {
	return `<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="` + side + `"/>`
}

// Widths of the text on a page that stands and on one that lies, in twentieths of a point.
const (
	standing = 11906 - 1474 - 1588
	lying    = 16838 - 1984 - 2098
)

func (d *document) tableWidth() int {
	if d.lies {
		return lying
	}
	return standing
}

// column is one of a table: its share of the width, and whether its cells are text, which
// stands to the left, or figures and names, which stand in the middle.
type column struct {
	Name  string
	share int
	text  bool
}

// keptRows are the most rows of a table that is kept on one page.
const keptRows = 16

// table adds one whose head is repeated on every page that it goes on to.
func (d *document) table(columns []column, rows [][]string) {
	sum := 0
	for _, c := range columns {
		sum += c.share
	}
	d.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + fmt.Sprint(d.tableWidth()) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		d.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	d.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, c := range columns {
		fmt.Fprintf(d, `<w:gridCol w:w="%d"/>`, d.tableWidth()*c.share/sum)
	}
	d.WriteString(`</w:tblGrid>`)
	head := make([]string, len(columns))
	for i, c := range columns {
		head[i] = c.Name
	}
	kept := len(rows) <= keptRows
	d.row(columns, head, sum, true, kept)
	for i, r := range rows {
		d.row(columns, r, sum, false, kept && i < len(rows)-1)
	}
	d.WriteString(`</w:tbl>`)
}

func (d *document) row(columns []column, cells []string, sum int, head, next bool) {
	d.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if head {
		d.WriteString(`<w:tblHeader/>`)
	}
	d.WriteString(`</w:trPr>`)
	for i, c := range columns {
		style, bold := "Cell", ""
		if c.text && !head {
			style = "CellText"
		}
		keep := ""
		if next {
			keep = "<w:keepNext/>"
		}
		if head {
			bold = "<w:rPr><w:b/></w:rPr>"
		}
		fmt.Fprintf(d, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="%s"/>%s</w:pPr><w:r>%s<w:t xml:space="preserve">`,
			d.tableWidth()*c.share/sum, style, keep, bold)
		_ = xml.EscapeText(d, []byte(cells[i])) // a buffer takes everything
		d.WriteString(`</w:t></w:r></w:p></w:tc>`)
	}
	d.WriteString(`</w:tr>`)
}
