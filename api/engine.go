package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"sanku/domain"
)

func (a *API) newEngine(trusted []string) (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.Use(a.identify)
	e.NoMethod(func(c *gin.Context) { writeProblem(c.Writer, c.Request, noMethod) })
	return e, e.SetTrustedProxies(trusted)
}

// newHuma is huma over the engine, without its own document, docs page and schema
// links: the document is ours to finish first, and its page loads from a CDN.
func (a *API) newHuma(version string) huma.API {
	config := huma.DefaultConfig("三库 Sanku", version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath, config.CreateHooks = "", "", "", nil
	config.Formats, config.Transformers = formats(), []huma.Transformer{a.tabulate}
	config.Servers = []*huma.Server{{URL: prefix}}
	config.Info.Description = documentIntroduction
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token: sanku_…"},
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
	}
	for kind, plain := range map[reflect.Type]reflect.Type{
		typeOf[domain.ID](): typeOf[idText](), typeOf[domain.Date](): typeOf[dateText](), typeOf[domain.Fen](): typeOf[fenNumber](),
	} {
		config.Components.Schemas.RegisterTypeAlias(kind, plain)
	}
	return humagin.NewWithGroup(a.engine, a.engine.Group(prefix), config)
}

// idText, dateText and fenNumber are how the domain's own types look in JSON.
type (
	idText    struct{}
	dateText  struct{}
	fenNumber struct{}
)

func (idText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "uuid"}
}

func (dateText) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Format: "date"}
}

func (fenNumber) Schema(huma.Registry) *huma.Schema {
	min, max := -float64(domain.MaxFen), float64(domain.MaxFen)
	return &huma.Schema{Type: huma.TypeInteger, Format: "int64", Minimum: &min, Maximum: &max}
}

const documentIntroduction = `科技成果转化“三库”：企业需求、高校技术、政策，以及对接、技术合同与计划指标。

Lists come in pages: pass next as after. Accept: text/csv or the type of XLSX gives a table of all pages.
Records carry an ETag; changes and steps need it as If-Match. POSTs may carry an Idempotency-Key.
Failures are problems by RFC 9457, in Chinese or, by Accept-Language, in English.`
