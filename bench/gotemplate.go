// Renders a chat template with the real text/template and times it: the peer of gotemplate.ts.
// Input: one JSON object; output: the text, and nanoseconds per rendering of each round.
package main

import (
	"bytes"
	"encoding/json"
	"os"
	"text/template"
	"time"
)

type Function struct {
	Name      string
	Arguments map[string]any
}

type ToolCall struct{ Function Function }

type Message struct {
	Role, Content, Thinking string
	ToolCalls               []ToolCall
}

type Input struct {
	Template string
	Messages []*Message
	Tools    []map[string]any
	System   string
	Rounds   int
	RoundMs  int
}

func main() {
	var in Input
	if err := json.NewDecoder(os.Stdin).Decode(&in); err != nil {
		panic(err)
	}
	marshal := func(v any) string { b, _ := json.Marshal(v); return string(b) }
	t := template.Must(template.New("").Option("missingkey=zero").
		Funcs(template.FuncMap{"json": marshal}).Parse(in.Template))
	data := map[string]any{"System": in.System, "Messages": in.Messages, "Tools": in.Tools, "Response": ""}
	var out bytes.Buffer
	render := func() {
		out.Reset()
		if err := t.Execute(&out, data); err != nil {
			panic(err)
		}
	}
	render()
	text := out.String()
	times := []float64{}
	for range in.Rounds {
		start, count := time.Now(), 0
		for time.Since(start) < time.Duration(in.RoundMs)*time.Millisecond {
			for range 50 {
				render()
			}
			count += 50
		}
		times = append(times, float64(time.Since(start).Nanoseconds())/float64(count))
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{"text": text, "times": times})
}
