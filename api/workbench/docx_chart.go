package workbench

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
)

// A chart is a DrawingML part (ECMA-376 part 1, 21.2) of its own, so that word processors
// draw it with their own letters and people can change how it looks.
const (
	chartNamespace   = "http://schemas.openxmlformats.org/drawingml/2006/chart"
	drawingNamespace = "http://schemas.openxmlformats.org/drawingml/2006/main"
	placeNamespace   = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	chartType        = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
)

// Sizes in English Metric Units, of which a millimetre has 36,000.
const (
	millimetre     = 36_000
	chartWide      = 150 * millimetre
	chartBarHeight = 6 * millimetre
	chartRest      = 12 * millimetre // the axis, and the legend
	chartHighest   = 200 * millimetre
)

// chart adds lying bars with the values, beside the targets where there are any.
func (d *document) chart(title, value, target string, bars []bar) {
	d.charts = append(d.charts, chartPart(value, target, bars))
	n := len(d.charts)
	high := min(chartBarHeight*len(bars)+chartRest, chartHighest)
	d.WriteString(`<w:p><w:pPr><w:spacing w:before="200" w:line="240" w:lineRule="auto"/>` + flush("center") + `</w:pPr><w:r><w:drawing><wp:inline xmlns:wp="` + placeNamespace + `">`)
	fmt.Fprintf(d, `<wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="chart %[3]d" descr="%s"/>`, chartWide, high, n, escaped(title))
	fmt.Fprintf(d, `<a:graphic xmlns:a="%s"><a:graphicData uri="%s"><c:chart xmlns:c="%[2]s" r:id="c%d"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, drawingNamespace, chartNamespace, n)
}

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a builder takes everything
	return b.String()
}

// chartPart is the part of a chart. Its axis runs down, so that the first bar is on top.
func chartPart(value, target string, bars []bar) string {
	series := chartSeries(0, value, "4F81BD", bars, func(b bar) *float64 { return &b.at })
	legend := ""
	for _, b := range bars {
		if b.target != nil && !b.share { // a target of 100 % needs no bar
			series += chartSeries(1, target, "BFBFBF", bars, func(b bar) *float64 { return b.target })
			legend = `<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>`
			break
		}
	}
	axis := func(id, kind string) string {
		return `<c:axId val="` + id + `"/><c:scaling><c:orientation val="` + kind + `"/></c:scaling>`
	}
	return `<c:chartSpace xmlns:c="` + chartNamespace + `" xmlns:a="` + drawingNamespace + `"><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>` +
		`<c:barChart><c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>` + series + `<c:gapWidth val="50"/><c:axId val="1"/><c:axId val="2"/></c:barChart>` +
		`<c:catAx>` + axis("1", "maxMin") + `<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="2"/><c:crosses val="autoZero"/></c:catAx>` +
		`<c:valAx>` + axis("2", "minMax") + `<c:delete val="1"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/><c:crosses val="autoZero"/></c:valAx>` +
		`</c:plotArea>` + legend + `<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>` +
		`<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:solidFill><a:srgbClr val="000000"/></a:solidFill><a:latin typeface="Times New Roman"/><a:ea typeface="仿宋_GB2312"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr></c:chartSpace>`
}

func chartSeries(n int, name, colour string, bars []bar, of func(bar) *float64) string {
	var labels, values string
	for i, b := range bars {
		label := b.Label
		if said, _, ok := strings.Cut(b.Value, " · "); ok && b.share {
			label += " " + said
		}
		labels += fmt.Sprintf(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, escaped(label))
		if x := of(b); x != nil {
			values += fmt.Sprintf(`<c:pt idx="%d"><c:v>%s</c:v></c:pt>`, i, plainNumber(math.Round(*x*100)/100))
		}
	}
	count := fmt.Sprintf(`<c:ptCount val="%d"/>`, len(bars))
	return fmt.Sprintf(`<c:ser><c:idx val="%d"/><c:order val="%[1]d"/><c:tx><c:v>%s</c:v></c:tx><c:spPr><a:solidFill><a:srgbClr val="%s"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>`, n, escaped(name), colour) +
		`<c:dLbls><c:numFmt formatCode="General" sourceLinked="0"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>` +
		`<c:cat><c:strLit>` + count + labels + `</c:strLit></c:cat><c:val><c:numLit><c:formatCode>General</c:formatCode>` + count + values + `</c:numLit></c:val></c:ser>`
}
