package main

import (
	"bufio"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"sanku/domain"
)

// person is a user at the pages of a running server, without a window.
type person struct {
	*testing.T
	http.Client
	server, login string
}

func (p *person) signIn(password string) *person {
	jar, err := cookiejar.New(nil)
	require.NoError(p, err)
	p.Jar = jar
	p.send("/login", url.Values{"login": {p.login}, "password": {password}})
	return p
}

// open reads a page and says where it was led to.
func (p *person) open(path string) (page, at string) {
	p.Helper()
	return p.answer(p.Get(p.server + path))
}

func (p *person) send(path string, form url.Values) (page, at string) {
	p.Helper()
	return p.answer(p.PostForm(p.server+path, form))
}

func (p *person) answer(resp *http.Response, err error) (page, at string) {
	p.Helper()
	require.NoError(p, err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	require.NoError(p, err)
	require.Equal(p, http.StatusOK, resp.StatusCode, "%s at %s: %s", p.login, resp.Request.URL, words(p, string(b)))
	return string(b), resp.Request.URL.Path
}

// fill sends the form of a page with what it holds, but for answers.
func (p *person) fill(path string, answers url.Values) (page, at string) {
	p.Helper()
	page, _ = p.open(path)
	form := find(parse(p.T, page), func(n *html.Node) bool { return n.Data == "form" && attribute(n, "class") == "fields" })
	require.NotNil(p, form, "%s finds no form at %s", p.login, path)
	sent := url.Values{}
	held(form, sent)
	for name, values := range answers {
		sent[name] = values
	}
	return p.send(attribute(form, "action"), sent)
}

// held are what the fields below n hold.
func held(n *html.Node, into url.Values) {
	name := attribute(n, "name")
	switch {
	case n.Data == "input" && name != "":
		box := attribute(n, "type") == "radio" || attribute(n, "type") == "checkbox"
		if !box || has(n, "checked") {
			into.Add(name, attribute(n, "value"))
		}
	case n.Data == "textarea":
		into.Set(name, textOf(n))
	case n.Data == "select":
		chosen := find(n, func(o *html.Node) bool { return o.Data == "option" && has(o, "selected") })
		if chosen != nil {
			into.Set(name, attribute(chosen, "value"))
		}
	}
	for c := range n.ChildNodes() {
		held(c, into)
	}
}

func parse(t *testing.T, page string) *html.Node {
	n, err := html.Parse(strings.NewReader(page))
	require.NoError(t, err)
	return n
}

func words(p *person, page string) string {
	if main := find(parse(p.T, page), func(n *html.Node) bool { return n.Data == "main" }); main != nil {
		return strings.Join(strings.Fields(textOf(main)), " ")
	}
	return page
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.TrimSuffix(b.String(), " ")
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

var passwordShown = regexp.MustCompile(`\b[a-z2-7]{26}\b`)

// is are the answers of a form, name and value in turn.
func is(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// TestStory is the main job from an empty database, by the pages alone: parties and
// people are entered, a result is listed and a need posted in the clinic, they are
// matched, docked by a steward, contracted and registered; the indicators move, open into
// the contract, and a bulletin tells of them.
func TestStory(t *testing.T) {
	data := dataDir(t)
	output(t, "seed", "--data", data)
	made := output(t, "user", "add", "admin", "--name", "管理员", "--role", "admin", "--role", "bureau", "--data", data)
	server := program(t, "serve", "--port", "0", "--data", data)
	stdout, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	lines := bufio.NewScanner(stdout)
	require.True(t, lines.Scan(), "%s", server.Stderr)
	user := func(login, password string) *person {
		return (&person{T: t, server: lines.Text(), login: login}).signIn(password)
	}
	admin := user("admin", passwordShown.FindString(made))

	admin.fill("/organisations/new", is("name", "湘潭演练机械有限公司", "kind", "enterprise", "division", "430302", "area", "yuhu", "industry", "C34", "uscc", withCheck("91430302000000A01")))
	admin.fill("/organisations/new", is("name", "湘潭演练大学", "kind", "university", "division", "430302", "area", "yuhu", "uscc", withCheck("12430302000000B01")))
	admin.fill("/experts/new", is("kind", "steward", "name", "演练管家", "area", "yuhu", "fields", "materials", "capacity", "5"))
	page, _ := admin.open("/experts")
	admin.fill(link(t, page, `/experts/[0-9a-f-]{36}/publish`), nil)
	add := func(login, role string, more ...string) *person {
		page, _ := admin.fill("/users/new", is(append([]string{"login", login, "name", "演练用户", "roles", role}, more...)...))
		return user(login, passwordShown.FindString(words(admin, page)))
	}
	enterprise := add("enterprise", "enterprise", "organisation_id", "湘潭演练机械有限公司")
	university := add("university", "university", "organisation_id", "湘潭演练大学")
	steward := add("steward", "steward", "area", "yuhu", "expert_id", "演练管家")
	bureau := add("bureau", "bureau")

	_, result := university.fill("/technologies/new", is("title", "长寿命热障涂层制备技术", "field", "materials", "trl", "7", "confidentiality", "public",
		"abstract", "采用电子束物理气相沉积制备双陶瓷热障涂层，热循环寿命达到 2000 次以上，适合燃机叶片。"))
	university.fill(result+"/submit", nil)
	page, _ = steward.open("/review")
	require.Contains(t, page, result)
	steward.fill(result+"/publish", nil)

	_, clinic := enterprise.fill("/needs/new", is("title", "燃机叶片热障涂层寿命提升", "confidentiality", "public",
		"problem", "我厂燃机叶片热障涂层热循环不到 800 次就剥落，希望寿命提高一倍，预算 120 万元，2027 年底前完成，愿意合作开发。"))
	need := strings.TrimSuffix(clinic, "/clinic")
	for range 4 {
		page, _ = enterprise.open(clinic)
		proposal := find(parse(t, page), func(n *html.Node) bool {
			return n.Data == "form" && find(n, func(i *html.Node) bool { return attribute(i, "name") == "accept" }) != nil
		})
		require.NotNil(t, proposal, "field, budget, deadline and cooperation stand in the text")
		accepted := url.Values{}
		held(proposal, accepted)
		enterprise.send(clinic, accepted)
	}
	enterprise.fill(need+"/submit", nil)
	steward.fill(need+"/publish", nil)

	require.Eventually(t, func() bool {
		page, _ = enterprise.open(need + "/dossier")
		return strings.Contains(page, "长寿命热障涂层制备技术")
	}, time.Minute, 100*time.Millisecond, "matched at once")
	_, docking := enterprise.fill(link(t, page, `/dockings/new\?need=[0-9a-f-]{36}&technology=[0-9a-f-]{36}`),
		is("intent.hope", "把寿命提高一倍", "intent.modes", "joint_development", "intent.when", "quarter"))
	steward.fill(docking+"/introduce", nil)
	enterprise.fill(docking+"/accept", nil)
	university.fill(docking+"/accept", nil)
	steward.fill(docking+"/agree", nil)

	_, contract := steward.fill("/contracts/new?docking="+strings.TrimPrefix(docking, "/dockings/"), nil)
	end := domain.Date{Year: 2025, Month: time.December, Day: 20} // within the plan
	steward.fill(contract+"/basics", is("kind", "development", "field", "materials", "ip_kind", "none", "plan_source", "none", "iur", "1", "result_based", "1",
		"signed_on", end.String(), "starts_on", end.String(), "ends_on", end.AddDays(300).String()))
	steward.fill(contract+"/price", is("amount", "120"))
	steward.fill(contract+"/papers", is("terms", "成果共有，按里程碑付款。", "proofs[0].kind", "contract_text", "proofs[0].title", "合同", "proofs[0].keeper", "市科技局", "proofs[1].kind", "technical_plan", "proofs[1].title", "研究开发计划", "proofs[1].keeper", "市科技局"))
	steward.fill(contract+"/submit", nil)
	bureau.fill(contract+"/precheck", nil)
	bureau.fill(contract+"/register", is("registry_number", "2025430300000001"))

	for code, value := range map[string]string{"iur_agreements": "现值 1 项", "local_transfer_rate": "现值 100%"} {
		page, _ = bureau.open("/plan/indicators/" + code)
		require.Contains(t, words(bureau, page), value)
		require.Contains(t, page, contract, "opens into the contract")
	}
	_, bulletin := bureau.fill("/bulletins/draft?period=2025-Q4", nil)
	page, _ = (&person{T: t, server: lines.Text()}).open(bulletin)
	require.Contains(t, words(bureau, page), "通报")
	require.Contains(t, output(t, "plan", "verify", "--data", data), " 0 differ")

	require.NoError(t, server.Process.Signal(syscall.SIGTERM))
	_, err = io.Copy(io.Discard, stdout)
	require.NoError(t, err)
	require.NoError(t, server.Wait(), "%s", server.Stderr)
}

// link is the first address of a page that fits.
func link(t *testing.T, page, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindString(html.UnescapeString(page))
	require.NotEmpty(t, found, pattern)
	return found
}

// withCheck ends a credit code with the character that makes it valid.
func withCheck(code string) string {
	for _, c := range "0123456789ABCDEFGHJKLMNPQRTUWXY" {
		if domain.CheckUSCC(code+string(c)) == nil {
			return code + string(c)
		}
	}
	return code
}
