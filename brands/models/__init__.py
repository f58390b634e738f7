"""The brand tree: a brand and everything that hangs from it."""

from brands.models.brand import Brand, BrandInvitation, BrandUserObjectPermission
from brands.models.contracts import Contract, ContractSigner
from brands.models.dna import BrandDna, BrandDnaVersion, DnaComment, DnaPreset
from brands.models.kpi import Kpi, KpiRevision
from brands.models.market import Competitor, CompetitorKpi, Persona, Product
from brands.models.suggestion import BrandSuggestion
from brands.models.work import Project, Task

__all__ = [
    "Brand",
    "BrandDna",
    "BrandDnaVersion",
    "BrandInvitation",
    "BrandSuggestion",
    "BrandUserObjectPermission",
    "Competitor",
    "CompetitorKpi",
    "Contract",
    "ContractSigner",
    "DnaComment",
    "DnaPreset",
    "Kpi",
    "KpiRevision",
    "Persona",
    "Product",
    "Project",
    "Task",
]
