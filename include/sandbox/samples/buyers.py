"""Invented buyers and their addresses. Mails end in example.com, phone numbers are fictitious, no street is meant to exist."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

_COUNTRIES = {
    "ES": "Spain", "NL": "Netherlands", "BE": "Belgium", "DE": "Germany", "FR": "France", "PT": "Portugal", "IT": "Italy",
    "CH": "Switzerland", "GB": "United Kingdom", "US": "United States", "JP": "Japan",
}  # fmt: skip
_DIAL = {"ES": "+34600", "NL": "+31600", "BE": "+32470", "DE": "+49151", "FR": "+33600", "PT": "+35191", "IT": "+39320",
         "CH": "+41790", "GB": "+44770", "US": "+15035", "JP": "+81900"}  # fmt: skip


@dataclass(frozen=True)
class Buyer:
    """Who buys, and where it goes. ``number`` empty: Wix knows the line only; ``line``: what the buyer typed, else street and number."""

    first: str
    last: str
    country: str
    city: str
    postal_code: str
    street: str
    number: str = ""
    line: str = ""
    line2: str = ""
    subdivision: str = ""
    company: str = ""
    vat_number: str = ""
    email: str | None = None

    @property
    def mail(self) -> str:
        """Their address at example.com."""
        if self.email is not None:
            return self.email
        plain = unicodedata.normalize("NFKD", f"{self.first}.{self.last}").encode("ascii", "ignore").decode()
        return f"{plain.replace(' ', '').lower().strip('.') or 'buyer'}@example.com"

    def address(self) -> dict[str, Any]:
        """Address as Wix writes it."""
        first, second = (self.number, self.street) if self.country in ("FR", "US", "GB") else (self.street, self.number)
        typed = self.line or f"{first} {second}".strip()
        fields = {
            "country": self.country,
            "subdivision": self.subdivision,
            "city": self.city,
            "postalCode": self.postal_code,
            "streetAddress": {"number": self.number, "name": self.street} if self.number else None,
            "addressLine": typed,
            "addressLine2": self.line2,
            "countryFullname": _COUNTRIES[self.country],
        }
        return {name: value for name, value in fields.items() if value}

    def contact(self) -> dict[str, Any]:
        """Contact details as Wix writes them."""
        if not self.mail:
            return {}
        serial = sum(map(ord, self.first + self.last)) % 1_000_000
        fields = {"firstName": self.first, "lastName": self.last, "phone": f"{_DIAL[self.country]}{serial:06}", "company": self.company}
        return {name: value for name, value in fields.items() if value}


_ES = (
    Buyer("Lucía", "Ejemplo", "ES", "Madrid", "28013", "Calle de la Muestra", "12", subdivision="ES-MD"),
    Buyer("Mateo", "Prueba", "ES", "Barcelona", "08002", "Carrer de l'Exemple", "7", line2="2º 1ª", subdivision="ES-B"),
    Buyer("Sofía", "Modelo", "ES", "Valencia", "46001", "Avenida Ficticia", "45", subdivision="ES-V"),
    Buyer("Hugo", "Ensayo", "ES", "Sevilla", "41001", "Plaza Inventada", "3", subdivision="ES-SE"),
    Buyer("Martina", "Caso", "ES", "Bilbao", "48001", "Kale Asmatua", "21", line2="4 izda.", subdivision="ES-BI"),
    Buyer("Daniel", "Supuesto", "ES", "Zaragoza", "50001", "Paseo del Caso", "88", subdivision="ES-Z"),
    Buyer("Paula", "Ejemplar", "ES", "Málaga", "29001", "Calle Imaginaria", line="Calle Imaginaria, 5, bajo", subdivision="ES-MA"),
    Buyer("Álvaro", "Nieto Ficticio", "ES", "Granada", "18001", "Cuesta del Ensayo", "14", subdivision="ES-GR"),
    Buyer("Carmen", "Ilusión", "ES", "Palma", "07001", "Carrer Imaginari", "9", subdivision="ES-PM"),
    Buyer("Pablo", "Quimera", "ES", "Salamanca", "37001", "Calle Utopía", "31", subdivision="ES-SA"),
)
_NL = (
    Buyer("Sanne", "Voorbeeld", "NL", "Amsterdam", "1012 AB", "Voorbeeldstraat", "12A", subdivision="NL-NH"),
    Buyer("Sem", "Proef", "NL", "Groningen", "9712HN", "Proefstraat", "7", subdivision="NL-GR"),
    Buyer("Noor", "de Test", "NL", "Utrecht", "3511 LX", "Voorbeeldgracht", "42", line="Voorbeeldgracht 42-B", subdivision="NL-UT"),
    Buyer("Daan", "Verzonnen", "NL", "Rotterdam", "3011AA", "Fictieplein", line="Fictieplein 118", subdivision="NL-ZH"),
    Buyer("Lotte", "van Steekproef", "NL", "Eindhoven", "5611 AA", "Steekproeflaan", "3", line2="2e etage", subdivision="NL-NB"),
    Buyer("Bram", "Denkbeeld", "NL", "Arnhem", "6811AA", "Plein 1945", "9", subdivision="NL-GE"),
    Buyer("Fleur", "Fantasie", "NL", "Haarlem", "2011 AA", "Fantasieweg", line="Fantasieweg 5 hs", subdivision="NL-NH"),
    Buyer("Thijs", "Modelman", "NL", "Zwolle", "8011AA", "Modelkade", "201", subdivision="NL-OV"),
    Buyer("Eva", "Illusie", "NL", "Maastricht", "6211 AA", "2e Denkbeeldige Dwarsstraat", "16", subdivision="NL-LI"),
    Buyer("Jesse", "Schijn", "NL", "Leeuwarden", "8911AA", "Postbus", line="Postbus 12345", subdivision="NL-FR"),
)
HOME: dict[str, tuple[Buyer, ...]] = {"es": _ES, "nl": _NL}

BUSINESS = {
    "es": Buyer(
        "Elena", "Compras", "ES", "Madrid", "28020", "Calle Comercial", "100", company="Bombillas Inventadas SL", vat_number="B12345674"
    ),
    "nl": Buyer(
        "Ruben", "Inkoop", "NL", "Den Haag", "2511 AA", "Handelskade", "55", company="Lampen Verzonnen BV", vat_number="NL999999990B01"
    ),
}
EU_BUSINESS = {
    "es": Buyer("Jonas", "Einkauf", "DE", "Köln", "50667", "Musterallee", "14a", company="Muster Handel GmbH", vat_number="DE123456788"),
    "nl": Buyer(
        "Lien", "Aankoop", "BE", "Gent", "9000", "Voorbeeldlaan", "118 bus 3", company="Voorbeeld Handel BV", vat_number="BE0123456749"
    ),
}
UNREGISTERED = {  # well formed, and VIES does not know it
    "es": Buyer("Clara", "Einkauf", "DE", "Hamburg", "20095", "Musterkai", "2", company="Niemand Handel GmbH", vat_number="DE987654002"),
    "nl": Buyer("Wout", "Aankoop", "BE", "Leuven", "3000", "Voorbeeldplein", "6", company="Niemand Handel BV", vat_number="BE0987654000"),
}
MALFORMED = {  # wrong check digits
    "es": Buyer("Nils", "Einkauf", "DE", "Bremen", "28195", "Mustertor", "9", company="Tippfehler GmbH", vat_number="DE123456789"),
    "nl": Buyer("Jef", "Aankoop", "BE", "Brugge", "8000", "Voorbeeldrei", "1", company="Tikfout BV", vat_number="BE0123456740"),
}
RETAILER = Buyer(
    "Rosa",
    "Minorista",
    "ES",
    "Toledo",
    "45001",
    "Calle del Comercio",
    "17",
    subdivision="ES-TO",
    company="Mercería Inventada",
    vat_number="12345678Z",
)
ABROAD = {
    "FR": Buyer("Camille", "Exemple", "FR", "Lyon", "69001", "Rue de l'Exemple", "22"),
    "DE": Buyer("Mia", "Muster", "DE", "Berlin", "10115", "Beispielstraße", "3b"),
    "PT": Buyer("Inês", "Exemplo", "PT", "Porto", "4000-001", "Rua do Exemplo", "150", line2="3.º Dto."),
    "BE": Buyer("Emma", "Peeters-Test", "BE", "Antwerpen", "2000", "Testlaan", line="Testlaan 55 bus 12"),
    "IT": Buyer("Giulia", "Esempio", "IT", "Milano", "20121", "Via dell'Esempio", "8"),
    "CH": Buyer("Lena", "Beispiel", "CH", "Zürich", "8001", "Beispielgasse", "3", subdivision="CH-ZH"),
    "GB": Buyer("Oliver", "Sample", "GB", "London", "SW1A 1AA", "Sample Street", "10"),
    "US": Buyer("Riley", "Example", "US", "Portland", "97205", "SW Sample Ave", "1200", line2="Apt 5", subdivision="US-OR"),
    "JP": Buyer("Hana", "Rei", "JP", "Tokyo", "100-0001", "Mihon-dori", "1", subdivision="JP-13"),
    "CEUTA": Buyer("Nadia", "Muestra", "ES", "Ceuta", "51001", "Calle del Estrecho", "8", subdivision="ES-CE"),
    "CANARIES": Buyer("Yaiza", "Muestra", "ES", "Las Palmas de Gran Canaria", "35001", "Calle Isleña", "6", subdivision="ES-GC"),
}
UNICODE = {
    "es": Buyer("Zoë Łucja", "Ångström-Żółć", "ES", "A Coruña", "15001", "Rúa da Proba", "11", subdivision="ES-C"),
    "nl": Buyer(
        "小明", "王 🎁", "NL", "’s-Hertogenbosch", "5211 AA", "Ĳsselvoorbeeld", "4", subdivision="NL-NB", email="xiaoming@example.com"
    ),
}
UNCLEAR = Buyer("Max", "Twijfel", "NL", "Almere", "1311 AA", "Markeerkant", line="Markeerkant 10 142", subdivision="NL-FL")
NO_NUMBER = Buyer("Julia", "Onvolledig", "NL", "Breda", "4811 AA", "Zonderweg", line="Zonderweg", subdivision="NL-NB")
NO_CITY = Buyer("Mario", "Incompleto", "ES", "", "28001", "Calle Sin Ciudad", "2", subdivision="ES-MD")
