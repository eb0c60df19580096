"""The few styles that Streamlit's themes do not cover: marked text, badges, plain sentences; for light and dark."""

STYLE = """
<style>
.say { margin: -0.6rem 0 0.4rem; opacity: 0.85; max-width: 70rem; }
.note { margin: 0; font-size: 0.87rem; opacity: 0.78; max-width: 70rem; }
.foot { margin: 2rem 0 0; padding-top: 0.6rem; font-size: 0.8rem; opacity: 0.75; border-top: 1px solid #8886; }
.heading { font-size: 1.05rem; font-weight: 600; margin: 0.4rem 0 0; overflow-wrap: anywhere; }
.legend span { white-space: nowrap; margin-right: 1.1rem; }
.legend i { display: inline-block; width: 2rem; margin: 0 0.4rem 0.2rem 0; }
.card p { margin: 0 0 0.35rem; }
.card .head { display: flex; flex-wrap: wrap; gap: 0.3rem 0.6rem; align-items: baseline; }
.card .who { font-weight: 650; font-size: 1.05rem; overflow-wrap: anywhere; }
.card .sentence, .story { font-size: 1.05rem; line-height: 1.85; overflow-wrap: anywhere; max-width: 52rem; }
@media (max-width: 640px) {
  .st-key-listing [data-testid="stHorizontalBlock"]:has(.st-key-chosen) { flex-direction: column-reverse; } }
.compared { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1.6rem; line-height: 1.7; overflow-wrap: anywhere; }
.compared p { margin: 0 0 0.7rem; }
.compared .alike { grid-column: 1 / -1; font-size: 0.87rem; opacity: 0.78; text-align: center; padding: 0.1rem 0;
  background: #8881; border-radius: 0.3rem; }
.compared .none { opacity: 0.6; }
@media (max-width: 640px) { .compared { grid-template-columns: 1fr; } .compared .none { display: none; } }
.gap { display: block; height: 0.75rem; }
.card .sentence { margin: 0.3rem 0 0.5rem; padding-left: 0.8rem; border-left: 3px solid #8886; }
.card dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.1rem 0.9rem; font-size: 0.87rem;
  margin: 0 !important; padding: 0 !important; }
@media (min-width: 1100px) { .card dl.wide { grid-template-columns: 5.6rem minmax(0, 1fr) 5.6rem minmax(0, 1fr); } }
.st-key-listing .card dl.wide { grid-template-columns: max-content minmax(0, 1fr); }
.card a { color: inherit; text-decoration: underline; }
.card .code { font-weight: 400; font-size: 0.85rem; opacity: 0.75; }
.card dt { opacity: 0.7; }
.card dd { margin: 0; overflow-wrap: anywhere; }
.badge { font-size: 0.78rem; padding: 0.05rem 0.5rem; border-radius: 1rem; border: 1px solid currentColor;
  white-space: nowrap; }
.badge.class { border: 0; padding-left: 0; }
.badge.class::before { content: ""; display: inline-block; width: 0.7em; height: 0.7em; margin-right: 0.4em;
  border-radius: 0.15em; background: var(--class-colour); }
.status-actual { opacity: 0.75; }
.status-negated { text-decoration: line-through; font-weight: 650; }
.status-planned, .status-potential, .status-attempted, .status-requested, .status-alleged {
  border-style: dashed; font-style: italic; }
.card.is-negated .who { text-decoration: line-through; text-decoration-thickness: 1px; }
.card.is-unsure .who { font-style: italic; font-weight: 500; }
mark { background: none; color: inherit; padding: 0.05em 0; text-decoration-thickness: 2px;
  text-underline-offset: 0.28em; }
mark.span-mention { background: #8883; border-radius: 0.2em; }
mark.span-source { text-decoration: underline solid; background: #5aa5d833; }
mark.span-target { text-decoration: underline dashed; background: #f0953f33; }
mark.span-trigger { text-decoration: underline double; background: #8882; font-weight: 650; }
mark.only-head { text-decoration: underline dashed; background: #f0953f33; }
mark.only-report { text-decoration: underline solid; background: #5aa5d833; }
mark.span-other { text-decoration: underline dotted; }
.label-source, .label-target, .label-trigger { font-size: 0.66rem; opacity: 0.8; margin: 0 0.15em 0 0.25em;
  vertical-align: super; letter-spacing: 0.02em; }
</style>
"""
