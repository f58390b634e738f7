"""The peer: FastAPI, SQLAlchemy 2 async, asyncpg and pydantic, the way most teams build it.

It reads the same tables of the same database and does the same work in one statement: token, session, active person,
role; then the same answer.
"""

import os
import uuid
from datetime import UTC, datetime
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, Query, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, joinedload, mapped_column, relationship

SECRET = bytes.fromhex(os.environ["BENCH_JWT_KEY"])
engine = create_async_engine(os.environ["BENCH_ASYNC_URL"], pool_size=20, max_overflow=10)
Session = async_sessionmaker(engine, expire_on_commit=False)
READ, WORK = {"read:brand", "read:campaign", "read:report"}, {
    "create:brand", "update:brand", "delete:brand", "create:campaign", "update:campaign",
    "delete:campaign", "create:report", "export:report", "view:analytics",
}  # fmt: skip
MATRIX = {"admin": READ | WORK | {"manage:users"}, "manager": READ | WORK, "viewer": READ}


class Base(DeclarativeBase):
    pass


memberships = Table(
    "accounts_user_groups",
    Base.metadata,
    Column("user_id", ForeignKey("accounts_user.id")),
    Column("group_id", ForeignKey("auth_group.id")),
)


class Role(Base):
    __tablename__ = "auth_group"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(150))


class User(Base):
    __tablename__ = "accounts_user"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    password: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(String(150))
    language: Mapped[str] = mapped_column(String(2))
    theme: Mapped[str] = mapped_column(String(5))
    plan: Mapped[str] = mapped_column(String(12))
    is_active: Mapped[bool] = mapped_column(Boolean)
    email_verified_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_login: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    roles: Mapped[list[Role]] = relationship(secondary=memberships)


class LoginSession(Base):
    __tablename__ = "accounts_loginsession"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    user: Mapped[User] = relationship()


class Brand(Base):
    __tablename__ = "brands_brand"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    brand_name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(100))
    slogan: Mapped[str] = mapped_column(String(500), default="")
    mission: Mapped[str] = mapped_column(Text, default="")
    vision: Mapped[str] = mapped_column(Text, default="")
    keywords: Mapped[list] = mapped_column(JSONB, default=list)
    website: Mapped[str] = mapped_column(String(500), default="")
    voice: Mapped[str] = mapped_column(Text, default="")
    target: Mapped[str] = mapped_column(Text, default="")
    palette: Mapped[list] = mapped_column(JSONB, default=list)
    tone_manner: Mapped[dict] = mapped_column(JSONB, default=dict)
    registration_step: Mapped[int] = mapped_column(SmallInteger, default=6)
    followers: Mapped[int | None] = mapped_column(BigInteger)
    engagement_rate: Mapped[float | None] = mapped_column(Float)
    popularity_index: Mapped[float | None] = mapped_column(Float)
    trend_score: Mapped[float | None] = mapped_column(Float)
    search_text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=lambda: datetime.now(UTC))


class BrandIn(BaseModel):
    brand_name: str = Field(min_length=2, max_length=200)
    category: str = Field(min_length=1, max_length=100)
    slogan: str = Field("", max_length=500)
    mission: str = Field("", max_length=2000)
    vision: str = Field("", max_length=2000)
    keywords: list[Annotated[str, Field(max_length=50)]] = Field(default_factory=list, max_length=50)


class BrandOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    user_id: int
    brand_name: str
    category: str
    slogan: str
    mission: str
    vision: str
    website: str
    voice: str
    target: str
    registration_step: int
    followers: int | None
    engagement_rate: float | None
    popularity_index: float | None
    trend_score: float | None
    created_at: datetime
    updated_at: datetime
    keywords: list[str]
    palette: list[str]
    tone_manner: dict
    logo_url: str | None = None
    my_role: str = "owner"


class Pagination(BaseModel):
    total: int
    page: int
    page_size: int
    total_pages: int
    has_next: bool
    has_prev: bool


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    id: int
    email: str
    name: str
    role: str
    permissions: list[str]
    is_verified: bool
    avatar_url: str | None
    language: str
    theme: str
    plan: str
    created_at: datetime
    last_login: datetime | None


class Meta(BaseModel):
    timestamp: datetime = Field(default_factory=lambda: datetime.now(UTC))
    request_id: str = Field(default_factory=lambda: f"req_{uuid.uuid4().hex}")


class UserAnswer(BaseModel):
    success: bool = True
    data: UserOut
    message: str = ""
    meta: Meta = Field(default_factory=Meta)


class BrandAnswer(BaseModel):
    success: bool = True
    data: BrandOut
    message: str = ""
    meta: Meta = Field(default_factory=Meta)


class BrandsAnswer(BaseModel):
    success: bool = True
    data: list[BrandOut]
    message: str = ""
    pagination: Pagination
    meta: Meta = Field(default_factory=Meta)


class Health(BaseModel):
    status: str
    version: str
    timestamp: datetime = Field(default_factory=lambda: datetime.now(UTC))
    checks: dict[str, str]


async def get_db():
    async with Session() as session:
        yield session


bearer = HTTPBearer()


async def current_user(
    cred: Annotated[HTTPAuthorizationCredentials, Depends(bearer)], db: Annotated[AsyncSession, Depends(get_db)]
) -> User:
    try:
        payload = jwt.decode(cred.credentials, SECRET, algorithms=["HS256"])
        session_id, user_id = uuid.UUID(payload["sid"]), int(payload["sub"])
    except (jwt.PyJWTError, KeyError, ValueError) as problem:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "invalid token") from problem
    query = (
        select(LoginSession)
        .options(joinedload(LoginSession.user).joinedload(User.roles))
        .where(LoginSession.id == session_id, LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None))
    )
    found = (await db.execute(query)).unique().scalar_one_or_none()
    if found is None or not found.user.is_active:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "inactive")
    return found.user


app = FastAPI()


@app.get("/api/v1/auth/me", response_model=UserAnswer)
async def me(user: Annotated[User, Depends(current_user)]):
    names = {role.name for role in user.roles}
    role = next((name for name in MATRIX if name in names), "viewer")
    return UserAnswer(
        data=UserOut(
            id=user.id,
            email=user.email,
            name=user.name,
            role=role,
            permissions=sorted(MATRIX[role]),
            is_verified=user.email_verified_at is not None,
            avatar_url=None,
            language=user.language or "ko",
            theme=user.theme,
            plan=user.plan,
            created_at=user.created_at,
            last_login=user.last_login,
        )
    )


Someone = Annotated[User, Depends(current_user)]
Database = Annotated[AsyncSession, Depends(get_db)]


@app.get("/api/v1/brands", response_model=BrandsAnswer)
async def brands(
    user: Someone,
    db: Database,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 20,
):
    """Own brands only: the peer knows no teams."""
    own = select(Brand).where(Brand.user_id == user.id)
    total = (await db.execute(select(func.count()).select_from(own.subquery()))).scalar_one()
    newest = own.order_by(Brand.created_at.desc(), Brand.id.desc()).offset((page - 1) * page_size).limit(page_size)
    rows = (await db.execute(newest)).scalars().all()
    pages = -(-total // page_size)
    facts = Pagination(
        total=total, page=page, page_size=page_size, total_pages=pages, has_next=page < pages, has_prev=page > 1
    )
    return BrandsAnswer(data=[BrandOut.model_validate(row) for row in rows], pagination=facts)


@app.get("/api/v1/brands/{brand_id}", response_model=BrandAnswer)
async def brand(brand_id: int, user: Someone, db: Database):
    query = select(Brand).where(Brand.id == brand_id, Brand.user_id == user.id)
    found = (await db.execute(query)).scalar_one_or_none()
    if found is None:
        raise HTTPException(status.HTTP_404_NOT_FOUND, "not found")
    return BrandAnswer(data=BrandOut.model_validate(found))


@app.post("/api/v1/brands", response_model=BrandAnswer, status_code=status.HTTP_201_CREATED)
async def create_brand(body: BrandIn, user: Someone, db: Database):
    """Without the limit of a hundred, the audit event and the search text that ours writes besides."""
    made = Brand(user_id=user.id, **body.model_dump())
    db.add(made)
    await db.commit()
    await db.refresh(made)
    return BrandAnswer(data=BrandOut.model_validate(made))


@app.get("/health", response_model=Health)
async def health(db: Annotated[AsyncSession, Depends(get_db)]):
    await db.execute(text("SELECT 1"))
    return Health(status="healthy", version="1", checks={"database": "ok"})
