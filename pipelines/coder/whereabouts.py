"""A sentence and the Memory in, the country out that it speaks of: where it happened, whom it names, what it is about.

It knows countries alone; who of a country is meant is for `roles`.
"""

from pipelines.coder.descriptors import Descriptor
from pipelines.coder.naming import NameReader
from pipelines.coder.resolve import Seen, resolve_name

STATES = ("country", "government", "person")
FAR = 3  # sentences back that a phrase without an owner looks


class CountryReader(NameReader):
    """Tells the countries of one sentence."""

    def is_private(self, seen: Seen) -> bool:
        """Whether a person has left office: `a former British ambassador` speaks for no government."""
        met = self.memory.met.get(seen.actor_ids[0]) if len(seen.actor_ids) == 1 else None
        return met is not None and met.sector == "ELI"

    def places_of(self, item: Descriptor) -> dict[str, None]:
        """The countries where the sentence says it happened: `protesters stormed an embassy in Baghdad`."""
        words = self.scan.words
        found: dict[str, None] = {}
        last = -1  # where the last place ended
        for hit in self.scan.hits.values():
            behind = hit.first >= max(item.end, 1) or hit.first == 1  # or `In Baghdad, protesters ...`
            joined = hit.first - 1 == last and words[last].folded in ("and", ",")
            first = hit.first
            while first > 1 and words[first - 1].folded == "," and first - 1 in self.scan.chunk_ends:
                first = self.scan.chunk_ends[first - 1].first  # `in Mashhad, Iran`
            if any(alias.alias_type == "demonym" for alias in hit.aliases):
                continue  # `killed in Israeli strikes on Gaza`
            if behind and (joined or self._is_where(first)):
                ids = resolve_name(hit.aliases, self.memory)[0].actor_ids
                country = self.memory.country(ids[0]) if len(ids) == 1 and ids[0].startswith(("cty:", "gov:")) else None
                if country is not None:
                    found[country], last = None, hit.end
                    if first - 1 == item.end:
                        break  # `police in Iran`
        return found

    def _is_where(self, first: int) -> bool:
        """Whether the words before word `first` say where: `in`, `near the village of`."""
        words, classes = self.scan.words, self.lexicon.words
        before = words[first - 1].folded if first else ""
        return before in classes["locative"] or (
            before == "of" and first > 1 and words[first - 2].folded in classes["settlement"]
        )

    def sentence_country(self) -> str | None:
        """The one country that the sentence names, else that of the article."""
        return self._named_country() or self.main_country()

    def main_country(self) -> str | None:
        """The country that the article names twice as often as any other."""
        top = self.memory.countries.most_common(2)
        if top and top[0][1] > 1 and (len(top) == 1 or top[0][1] >= 2 * top[1][1]):
            return top[0][0]
        return None

    def only_country(self) -> str | None:
        """The country that this sentence and the one before speak of, if they speak of one only."""
        near = [seen for seen in self.memory.history if self.scan.sentence.no - seen.sentence_no <= 1]
        countries = {self.memory.country(actor_id) for seen in near for actor_id in seen.actor_ids} - {None}
        return countries.pop() if len(countries) == 1 else None

    def nearest_country(self) -> str | None:
        """The country named last, in this sentence or just before."""
        for seen in reversed(self.memory.history):
            if self.scan.sentence.no - seen.sentence_no > FAR:
                return None
            if len(seen.actor_ids) == 1 and seen.kind in STATES:
                country = self.memory.country(seen.actor_ids[0])
                if country is not None and not self._is_within_private(seen):
                    return country
        return None

    def _is_within_private(self, seen: Seen) -> bool:
        """`British` in `a former British ambassador`, and he himself."""
        around = (other for other in self.memory.history if other.start <= seen.start and seen.end <= other.end)
        return any(map(self.is_private, around))
