// Renders templates with the real text/template: a JSON case a line in, its outcome a line out, in the fields
// and with the typed values, named types and functions of fixtures/gotemplate. Run: go run oracle.go < cases
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"
)

type Person struct {
	Name    string
	Age     int
	Email   *string
	Tags    []string
	Meta    map[string]any
	Boss    *Person
	private int
}

func (p Person) Greet() string         { return "hi " + p.Name }
func (p *Person) PtrGreet() string     { return "ptr " + p.Name }
func (p Person) Hello(s string) string { return s + ", " + p.Name }
func (p Person) Fail() (string, error) { return "", errors.New("person failed") }
func (p Person) Ok() (string, error)   { return "fine", nil }
func (p Person) Add(a, b int) int      { return p.Age + a + b }
func (p Person) Panics() string        { panic("person panicked") }
func (p Person) Two() (int, int)       { return 1, 2 }
func (p Person) Self() Person          { return p }
func (p Person) F(f float64) float64   { return f }
func (p Person) U8(u uint8) uint8      { return u }
func (p Person) Any(a any) string      { return fmt.Sprintf("%T", a) }
func (p Person) Join(sep string, xs ...string) string {
	return strings.Join(append([]string{p.Name}, xs...), sep)
}

type Color int

func (c Color) String() string { return []string{"red", "green", "blue"}[c] }

type Celsius float64
type MyStr string
type MyBool bool
type Coded struct{ Code int }

func (c Coded) Error() string { return fmt.Sprintf("code %d", c.Code) }

type Emb struct {
	Person
	Extra string
}
type GS struct {
	X int
	Y string
}

func (GS) GoString() string { return "GS!" }

type Call struct {
	Name string
	Args map[string]any
}
type Msg struct {
	Role, Content string
	ToolCalls     []Call
	Images        [][]byte
}
type Tools []string

func (t Tools) String() string { b, _ := json.Marshal([]string(t)); return string(b) }

type Fm struct{ A int }

func (f Fm) Format(s fmt.State, verb rune) { fmt.Fprintf(s, "<%c:%d>", verb, f.A) }

type PS struct{ A string }

func (p *PS) String() string { return "PS(" + p.A + ")" }

type Iface interface{ Greet() string }
type Holder struct {
	I   any
	P   *Person
	S   []int
	M   map[string]int
	F   func(int) int
	E   error
	G   Iface
	Arr [3]int
}

var named = map[string]reflect.Type{}

func init() {
	for _, v := range []any{Person{}, Color(0), Celsius(0), MyStr(""), MyBool(false), Coded{}, Emb{}, GS{}, Call{},
		Msg{}, Tools{}, Fm{}, PS{}, Holder{}} {
		named[reflect.TypeOf(v).String()] = reflect.TypeOf(v)
	}
	for _, v := range []any{false, "", 0, int8(0), int16(0), int32(0), int64(0), uint(0), uint8(0), uint16(0),
		uint32(0), uint64(0), uintptr(0), float32(0), float64(0), complex64(0), complex128(0)} {
		named[reflect.TypeOf(v).String()] = reflect.TypeOf(v)
	}
	named["any"] = reflect.TypeFor[any]()
	named["interface {}"] = named["any"]
	named["error"] = reflect.TypeFor[error]()
	named["main.Iface"] = reflect.TypeFor[Iface]()
	named["byte"], named["rune"] = named["uint8"], named["int32"]
}

var functions = template.FuncMap{
	"upper": strings.ToUpper, "lower": strings.ToLower,
	"add": func(a, b int) int { return a + b },
	"sum": func(xs ...int) int {
		n := 0
		for _, x := range xs {
			n += x
		}
		return n
	},
	"fail":    func() (string, error) { return "", errors.New("failed on purpose") },
	"boom":    func() string { panic("boom") },
	"boomerr": func() string { panic(errors.New("boom error")) },
	"list":    func(xs ...any) []any { return xs },
	"dict": func(xs ...any) map[string]any {
		m := map[string]any{}
		for i := 0; i+1 < len(xs); i += 2 {
			k, _ := xs[i].(string)
			m[k] = xs[i+1]
		}
		return m
	},
	"nilv":   func() any { return nil },
	"nilptr": func() *Person { return nil },
	"typeof": func(v any) string { return fmt.Sprintf("%T", v) },
	"joins":  func(sep string, xs ...string) string { return strings.Join(xs, sep) },
	"opt":    func(s string, p *int) string { return fmt.Sprint(s, p == nil) },
	"half":   func(f float64) float64 { return f / 2 },
	"u8":     func(u uint8) string { return fmt.Sprint("u8:", u) },
	"i64":    func(i int64) string { return fmt.Sprint("i64:", i) },
	"isb":    func(b bool) string { return fmt.Sprint("b:", b) },
	"runes":  func(s string) []rune { return []rune(s) },
	"bytes":  func(s string) []byte { return []byte(s) },
	"mapsi":  func() map[string]int { return map[string]int{"b": 2, "a": 1} },
	"seq": func(n int) iter.Seq[int] {
		return func(yield func(int) bool) {
			for i := 0; i < n; i++ {
				if !yield(i) {
					return
				}
			}
		}
	},
	"seq2": func(n int) iter.Seq2[string, int] {
		return func(yield func(string, int) bool) {
			for i := 0; i < n; i++ {
				if !yield("k"+strconv.Itoa(i), i) {
					return
				}
			}
		}
	},
	"fn":   func() func(int) int { return func(n int) int { return n * n } },
	"cplx": func(c complex128) complex128 { return c },
	"json": func(v any) string { b, _ := json.Marshal(v); return string(b) },
	"errv": func() error { return Coded{7} },
	"void1": func(v any) string {
		if v == nil {
			return "nil"
		}
		return "notnil"
	},
}

func parseType(s string) reflect.Type {
	switch {
	case strings.HasPrefix(s, "[]"):
		return reflect.SliceOf(parseType(s[2:]))
	case strings.HasPrefix(s, "*"):
		return reflect.PointerTo(parseType(s[1:]))
	case strings.HasPrefix(s, "map["):
		depth := 1
		for i := 4; ; i++ {
			if s[i] == '[' {
				depth++
			}
			if s[i] == ']' {
				depth--
			}
			if depth == 0 {
				return reflect.MapOf(parseType(s[4:i]), parseType(s[i+1:]))
			}
		}
	case strings.HasPrefix(s, "["):
		i := strings.IndexByte(s, ']')
		n, _ := strconv.Atoi(s[1:i])
		return reflect.ArrayOf(n, parseType(s[i+1:]))
	}
	if t, ok := named[s]; ok {
		return t
	}
	panic("unknown type " + s)
}

func number(v any) string {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return fmt.Sprint(v)
}

func value(v any) any {
	switch v := v.(type) {
	case json.Number:
		n, err := strconv.Atoi(v.String())
		if err != nil {
			panic(err)
		}
		return n
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = value(v[i])
		}
		return out
	case map[string]any:
		if _, ok := v["$"]; ok {
			return typed(v)
		}
		out := map[string]any{}
		for k, e := range v {
			out[k] = value(e)
		}
		return out
	}
	return v
}

func typed(m map[string]any) any {
	v := m["v"]
	switch kind := m["$"].(string); kind {
	case "bytes":
		out := []byte{}
		for _, b := range v.([]any) {
			out = append(out, byte(value(b).(int)))
		}
		return out
	case "rawstring":
		return string(typed(map[string]any{"$": "bytes", "v": v}).([]byte))
	case "slice":
		return as(v, reflect.SliceOf(parseType(m["elem"].(string)))).Interface()
	case "array":
		return as(v, reflect.ArrayOf(len(v.([]any)), parseType(m["elem"].(string)))).Interface()
	case "map":
		return as(v, reflect.MapOf(parseType(m["key"].(string)), parseType(m["elem"].(string)))).Interface()
	case "struct":
		var fields []reflect.StructField
		for _, f := range m["fields"].([]any) {
			f := f.([]any)
			fields = append(fields, reflect.StructField{Name: f[0].(string), Type: parseType(f[1].(string))})
		}
		out := reflect.New(reflect.StructOf(fields)).Elem()
		for i, f := range m["fields"].([]any) {
			out.Field(i).Set(as(f.([]any)[2], fields[i].Type))
		}
		return out.Interface()
	case "ptr":
		inner := reflect.ValueOf(value(v))
		p := reflect.New(inner.Type())
		p.Elem().Set(inner)
		return p.Interface()
	case "nilptr":
		return reflect.Zero(reflect.PointerTo(parseType(m["elem"].(string)))).Interface()
	case "error":
		return errors.New(v.(string))
	case "func":
		return functions[v.(string)]
	case "chan":
		items, _ := v.([]any)
		c := make(chan int, len(items))
		for _, n := range items {
			c <- value(n).(int)
		}
		close(c)
		return c
	default:
		return as(v, parseType(kind)).Interface()
	}
}

// as makes a value of a known type: bare numbers and strings take it, pointers are made where they are wanted.
func as(v any, t reflect.Type) reflect.Value {
	out := reflect.New(t).Elem()
	if v == nil {
		return out
	}
	if m, ok := v.(map[string]any); ok && m["$"] != nil || t.Kind() == reflect.Interface {
		made := reflect.ValueOf(value(v))
		if t.Kind() == reflect.Pointer && made.Kind() != reflect.Pointer {
			out.Set(reflect.New(t.Elem()))
			out.Elem().Set(made)
		} else {
			out.Set(made)
		}
		return out
	}
	switch t.Kind() {
	case reflect.Pointer:
		out.Set(reflect.New(t.Elem()))
		out.Elem().Set(as(v, t.Elem()))
	case reflect.Slice:
		out.Set(reflect.MakeSlice(t, 0, 0))
		list := v.([]any)
		out.Set(reflect.MakeSlice(t, len(list), len(list)))
		for i, e := range list {
			out.Index(i).Set(as(e, t.Elem()))
		}
	case reflect.Array:
		for i, e := range v.([]any) {
			out.Index(i).Set(as(e, t.Elem()))
		}
	case reflect.Map:
		out.Set(reflect.MakeMap(t))
		if m, ok := v.(map[string]any); ok {
			for k, e := range m {
				out.SetMapIndex(as(k, t.Key()), as(e, t.Elem()))
			}
			break
		}
		for _, pair := range v.([]any) {
			out.SetMapIndex(as(pair.([]any)[0], t.Key()), as(pair.([]any)[1], t.Elem()))
		}
	case reflect.Struct:
		for k, e := range v.(map[string]any) {
			f := out.FieldByName(k)
			if f.CanSet() {
				f.Set(as(e, f.Type()))
			}
		}
	case reflect.String:
		out.SetString(v.(string))
	case reflect.Bool:
		out.SetBool(v.(bool))
	case reflect.Float32, reflect.Float64:
		out.SetFloat(float(v))
	case reflect.Complex64, reflect.Complex128:
		out.SetComplex(complex(float(v.([]any)[0]), float(v.([]any)[1])))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(number(v), 10, 64)
		if err != nil {
			panic(err)
		}
		out.SetInt(n)
	default:
		n, err := strconv.ParseUint(number(v), 10, 64)
		if err != nil {
			panic(err)
		}
		out.SetUint(n)
	}
	return out
}

func float(v any) float64 {
	s := number(v)
	if s == "-0" {
		return math.Copysign(0, -1)
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic(err)
	}
	return f
}

type testCase struct {
	Name, Template, Exec, Option string
	TemplateB64                  string `json:"template_b64"`
	Files                        [][2]string
	Funcs, Delims                []string
	Data                         any
}

func run(c testCase) map[string]any {
	out := map[string]any{}
	t := template.New(c.Name)
	if c.Option != "" {
		t.Option(c.Option)
	}
	if c.Delims != nil {
		t.Delims(c.Delims[0], c.Delims[1])
	}
	funcs := template.FuncMap{}
	for _, name := range c.Funcs {
		funcs[name] = functions[name]
	}
	t.Funcs(funcs)
	text := c.Template
	if c.TemplateB64 != "" {
		b, _ := base64.StdEncoding.DecodeString(c.TemplateB64)
		text = string(b)
	}
	for _, f := range c.Files {
		if _, err := t.New(f[0]).Parse(f[1]); err != nil {
			out["parse_error"] = err.Error()
			return out
		}
	}
	if _, err := t.Parse(text); err != nil {
		out["parse_error"] = err.Error()
		return out
	}
	defined := map[string]string{}
	for _, d := range t.Templates() {
		if d.Name() != c.Name {
			defined[d.Name()] = d.Root.String()
		}
	}
	if tree := t.Root.String(); utf8.ValidString(tree) {
		out["tree"] = tree
	}
	if len(defined) > 0 {
		out["defined"] = defined
	}
	var b bytes.Buffer
	var err error
	if c.Exec != "" {
		err = t.ExecuteTemplate(&b, c.Exec, value(c.Data))
	} else {
		err = t.Execute(&b, value(c.Data))
	}
	if err != nil {
		out["exec_error"] = err.Error()
		if b.Len() > 0 {
			out["partial"] = b.String()
		}
	} else if utf8.Valid(b.Bytes()) {
		out["output"] = b.String()
	} else {
		out["output_b64"] = base64.StdEncoding.EncodeToString(b.Bytes())
	}
	return out
}

func guarded(line []byte) (out map[string]any) {
	defer func() {
		if r := recover(); r != nil {
			out = map[string]any{"panic": fmt.Sprint(r)}
		}
	}()
	var c testCase
	d := json.NewDecoder(bytes.NewReader(line))
	d.UseNumber()
	if err := d.Decode(&c); err != nil {
		panic(err)
	}
	return run(c)
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	w := bufio.NewWriter(os.Stdout)
	defer w.Flush()
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			e.Encode(guarded(line))
		}
		if err != nil {
			return
		}
	}
}
