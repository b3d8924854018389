package workbench_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"sanku/domain"
)

var hiddenField = regexp.MustCompile(`name="(_once|_version)" value="([^"]*)"`)

// drafted opens the draft of a period, and gives what its form sends.
func (s *site) drafted(client *http.Client, path string) (page string, form url.Values) {
	s.Helper()
	page = s.getAs(client, http.StatusOK, path)
	form = url.Values{"title": {"示例行动方案进展情况的通报"}, "number": {"示例〔1〕号"}, "signature": {"示例办公室"}}
	for _, m := range hiddenField.FindAllStringSubmatch(page, -1) {
		form.Set(m[1], m[2])
	}
	return page, form
}

// The bureau sees what it would publish, publishes it once, and corrects it with a reason;
// nobody else may.
func TestBulletinIsDrawnUpAndPublished(t *testing.T) {
	s := newSite(t)
	year := s.planned()
	s.agreement(domain.Date{Year: year - 1, Month: time.March, Day: 5})
	s.user("bureau", domain.RoleBureau)
	bureau := s.signedIn("bureau")
	require.Contains(t, s.getAs(bureau, http.StatusOK, "/bulletins"), "/bulletins/draft")
	s.getAs(s.signedIn("enterprise"), http.StatusForbidden, "/bulletins/draft")
	require.NotContains(t, s.get(http.StatusOK, "/bulletins"), "/bulletins/draft")

	path := fmt.Sprintf("/bulletins/draft?period=%d-Q4", year-1)
	require.Contains(t, s.getAs(bureau, http.StatusOK, "/bulletins/draft"), fmt.Sprintf(`<option value="%d-Q4">`, year-1))
	page, form := s.drafted(bureau, path)
	for _, want := range []string{"尚未发布", "主要指标完成情况", "一、总体情况", "全部3项指标中", "发布后任何人都不能改动或撤回", "<svg"} {
		require.Contains(t, page, want)
	}
	require.NotContains(t, page, `name="reason"`)
	_, other := s.drafted(bureau, path) // in another window

	var wg sync.WaitGroup
	for _, f := range []url.Values{form, form, other} {
		wg.Go(func() {
			response, err := bureau.PostForm(s.url+path, f)
			if err == nil {
				err = response.Body.Close()
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	all, err := s.db.Publications(t.Context(), "p")
	require.NoError(t, err)
	require.Len(t, all, 1)
	first := all[0]
	require.Equal(t, []any{"示例〔1〕号", "示例办公室", 1}, []any{first.Number, first.Signature, first.Revision})
	shown := s.get(http.StatusOK, "/bulletins/"+first.ID.String())
	for _, want := range []string{"示例行动方案进展情况的通报", "示例〔1〕号", "示例办公室", "附件1", fmt.Sprintf("/plan/indicators/iur_agreements?as_of=%d-12-31", year-1)} {
		require.Contains(t, shown, want)
	}

	page, form = s.drafted(bureau, path)
	require.Contains(t, page, "这一期已发布过")
	require.Contains(t, s.postAs(bureau, http.StatusUnprocessableEntity, path, form), "更正理由：必填")
	form.Set("reason", "数据更正")
	s.postAs(bureau, http.StatusOK, path, form)
	all, err = s.db.Publications(t.Context(), "p")
	require.NoError(t, err)
	require.Len(t, all, 2)
	require.Contains(t, s.get(http.StatusOK, "/bulletins/"+all[0].ID.String()), "本版更正理由：数据更正")
	require.Contains(t, s.getAs(bureau, http.StatusUnprocessableEntity, fmt.Sprintf("/bulletins/draft?period=%d-Q4", year+1)), "应在统计期开始与今天之间")
}

// A bulletin is taken away as a document and as a workbook, and prints with wide tables
// across.
func TestBulletinFiles(t *testing.T) {
	s, ctx := newSite(t), browser(t, 1200)
	year := s.planned()
	s.agreement(domain.Date{Year: year - 1, Month: time.March, Day: 5})
	plan, err := s.db.CurrentPlan(t.Context(), s.db.Now())
	require.NoError(t, err)
	asked := domain.Publication{Period: domain.QuarterPeriod(year-1, 4), Signature: "示例办公室"}
	p, err := s.db.PublishBulletin(t.Context(), actor, plan, asked.For(plan))
	require.NoError(t, err)
	at := "/bulletins/" + p.ID.String()

	parts := unzipped(t, s.get(http.StatusOK, at+"/document"))
	for name, part := range parts {
		require.NoError(t, wellFormed(part), name)
	}
	for _, want := range []string{"附件1", "示例办公室", `w:orient="landscape"`, "<w:tblHeader/>"} {
		require.Contains(t, parts["word/document.xml"], want)
	}
	require.Contains(t, parts["word/charts/chart1.xml"], "市科技局")
	require.Contains(t, parts["word/_rels/document.xml.rels"], "charts/chart1.xml")
	require.Contains(t, parts["[Content_Types].xml"], "/word/charts/chart1.xml")

	book, err := excelize.OpenReader(strings.NewReader(s.get(http.StatusOK, at+"/workbook")))
	require.NoError(t, err)
	require.Equal(t, []string{"主要指标", "区域排名", "责任单位排名", "新增平台·县市区、园区", "变化情况", "需关注事项", "口径说明"}, book.GetSheetList())
	target, err := book.GetCellType("主要指标", "E3")
	require.NoError(t, err)
	require.Contains(t, []excelize.CellType{excelize.CellTypeUnset, excelize.CellTypeNumber}, target, "a number, not a text")
	value, err := book.GetCellValue("新增平台·县市区、园区", "B2")
	require.NoError(t, err)
	require.Equal(t, "目标（项）", value)
	layout, err := book.GetPageLayout("主要指标")
	require.NoError(t, err)
	require.Equal(t, []any{9, "landscape"}, []any{*layout.Size, *layout.Orientation}, "A4")
	require.Len(t, book.GetDefinedName(), 7, "titles repeated on each sheet")

	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(s.url+at), chromedp.WaitVisible(chromedp.CSS(".bulletin"))))
	picture(t, ctx, "bulletin")
	pdf := printed(t, ctx, "bulletin")
	require.Regexp(t, `/MediaBox\s*\[0 0 84[12][.0-9]* 59[45]`, string(pdf), "a page that lies")
	require.Regexp(t, `/MediaBox\s*\[0 0 59[45][.0-9]* 84[12]`, string(pdf), "and one that stands")
}

func unzipped(t *testing.T, file string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	require.NoError(t, err)
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		parts[f.Name] = string(content)
	}
	return parts
}

func wellFormed(part string) error {
	d := xml.NewDecoder(bytes.NewReader([]byte(part)))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
