package workbench

import (
	"fmt"
	"strconv"
)

const pictureNamespace = "http://schemas.openxmlformats.org/drawingml/2006/picture"

// picture adds a square PNG, side EMUs wide.
func (d *document) picture(png []byte, alt string, side int) {
	d.pictures = append(d.pictures, string(png))
	n := len(d.pictures)
	fmt.Fprintf(d, `<w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:drawing><wp:inline xmlns:wp="%s"><wp:extent cx="%d" cy="%[2]d"/><wp:docPr id="%d" name="picture %[3]d" descr="%s"/>`, placeNamespace, side, 1000+n, escaped(alt))
	fmt.Fprintf(d, `<a:graphic xmlns:a="%s"><a:graphicData uri="%s"><pic:pic xmlns:pic="%[2]s"><pic:nvPicPr><pic:cNvPr id="%d" name="picture"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="p%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, drawingNamespace, pictureNamespace, 1000+n, n)
	fmt.Fprintf(d, `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%[1]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, side)
}

// pictureParts are the pictures' parts and what leads to them, as relation writes it.
func (d *document) pictureParts(relation func(id, kind, target string) string) (parts []documentPart, relations string) {
	for i, png := range d.pictures {
		n := strconv.Itoa(i + 1)
		parts = append(parts, documentPart{"word/media/picture" + n + ".png", png})
		relations += relation("p"+n, "image", "media/picture"+n+".png")
	}
	return parts, relations
}
